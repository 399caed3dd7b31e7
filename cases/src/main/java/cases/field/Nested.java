// cases/run Nested
// A nested member in a dialect's reader, as docs/dialects.md suggests ("frame.string, frame.number and frame.raw look members up"): Twitch's metadata.message_type, OKX's arg.channel.
// The program compiles the dialect itself, since the dialect does not compile where the fault is still there.
package cases.field;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import javax.tools.*;
class Nested {
    static final String OKX = """
            import dev.holdfast.protocol.*;
            import java.util.Map;
            class Okx {
                JsonDialect okx = JsonDialect.of("okx", r -> Map.of(), (frame, reply) -> {
                    JsonFrame arg = JsonFrame.of(frame.raw("arg"));
                    reply.message(arg.string("channel") + ":" + arg.string("instId"), frame.raw("data"));
                });
            }
            """;
    public static void main(String[] a) throws Exception {
        StringWriter said = new StringWriter();
        boolean compiles = ToolProvider.getSystemJavaCompiler().getTask(said, null, null, List.of("-proc:none", "-d", Files.createTempDirectory("okx").toString()), null,
            List.of(new SimpleJavaFileObject(URI.create("string:///Okx.java"), JavaFileObject.Kind.SOURCE) {
                @Override public CharSequence getCharContent(boolean ignoreEncodingErrors) { return OKX; }
            })).call();
        System.out.print(said);
        Rig.verdict(compiles ? "a nested member can be read" : "the dialect does not compile");
    }
}
