import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** An event stream of Spring's: numbers as JSON, from 1 on or from behind Last-Event-ID, and an end after the tenth and the twentieth. */
@RestController
@EnableAutoConfiguration
public class SpringFeed {
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);

    record Reading(int n, String where) {}

    public static void main(String[] arguments) {
        SpringApplication.run(
                SpringFeed.class,
                "--server.address=127.0.0.1",
                "--server.port=" + arguments[0],
                "--spring.main.banner-mode=off");
    }

    @GetMapping(path = "/readings/{where}", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter readings(
            @PathVariable String where, @RequestHeader(name = "Last-Event-ID", defaultValue = "0") int last) {
        SseEmitter emitter = new SseEmitter(0L);
        threads.schedule(() -> send(emitter, where, last + 1), 10, TimeUnit.MILLISECONDS);
        return emitter;
    }

    private void send(SseEmitter emitter, String where, int n) {
        try {
            SseEmitter.SseEventBuilder event = SseEmitter.event()
                    .id(Integer.toString(n))
                    .name("reading")
                    .reconnectTime(50)
                    .data(new Reading(n, where), MediaType.APPLICATION_JSON);
            emitter.send(event);
            if (n == 10 || n == 20) emitter.complete();
            else threads.schedule(() -> send(emitter, where, n + 1), 5, TimeUnit.MILLISECONDS);
        } catch (IOException | IllegalStateException gone) {
            emitter.completeWithError(gone);
        }
    }
}
