package cases.core;
import dev.holdfast.*;
import dev.holdfast.protocol.*;
import java.time.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.lang.management.*;

/** 10,000 subscribe/unsubscribe cycles; heap, threads and objects afterwards, and threads after close. */
public class L1Leak {
    static void hist(String when) throws Exception {
        System.gc(); Thread.sleep(200); System.gc();
        Process p = new ProcessBuilder("jcmd", "" + ProcessHandle.current().pid(), "GC.class_histogram").redirectErrorStream(true).start();
        String out = new String(p.getInputStream().readAllBytes());
        StringBuilder b = new StringBuilder();
        for (String l : out.split("\n")) if (l.contains("dev.holdfast") && !l.contains("Lambda") ) { String[] f = l.trim().split("\\s+"); if (Long.parseLong(f[1]) > 20) b.append("   ").append(f[1]).append(' ').append(f[3]).append('\n'); }
        MemoryUsage m = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        Srv.log(when + ": heap " + m.getUsed() / 1024 + " KB, threads " + threads() + "\n" + b);
    }
    static List<String> threads() { List<String> l = new ArrayList<>(); for (Thread t : Thread.getAllStackTraces().keySet()) if (!t.getName().startsWith("srv") && (t.getName().toLowerCase().contains("holdfast") || t.getName().toLowerCase().contains("okhttp") || t.getName().contains("Okio"))) l.add(t.getName()); Collections.sort(l); return l; }
    public static void main(String[] a) throws Exception {
        boolean ws = a[0].equals("ws"); int n = Integer.parseInt(a[1]);
        HfSrv hf = new HfSrv();
        Srv sse = new Srv(c -> { if (!c.head()) return; c.sse(); for (int i = 0; i < 100000; i++) { c.w("id: " + i + "\ndata: x\n\n").fl(); Srv.sleep(20); } });
        RealtimeClient cl = (ws ? RealtimeClient.builder(hf.srv.ws()).protocol(HoldfastJson.create()) : RealtimeClient.builder(sse.http())).build();
        RealtimeClient keep = ws ? cl : cl; Subscription kept = ws ? cl.subscribe("kept", m -> {}) : null;
        AtomicLong got = new AtomicLong();
        for (int i = 0; i < 500; i++) one(cl, i, got, ws);
        hist("after 500 cycles");
        long t0 = System.nanoTime();
        for (int i = 0; i < n; i++) one(cl, i, got, ws);
        Srv.log(n + " cycles in " + (System.nanoTime() - t0) / 1_000_000 + " ms, messages " + got);
        Srv.sleep(3000);
        hist("after all");
        Srv.log("stats " + cl.stats());
        cl.close();
        long t1 = System.nanoTime();
        for (int i = 0; i < 90; i++) { Srv.sleep(1000); List<String> t = threads(); if (i % 10 == 9 || t.isEmpty()) Srv.log((System.nanoTime() - t1) / 1_000_000_000 + " s after close: " + t); if (t.isEmpty()) break; }
        hf.srv.close();
        System.exit(0);
    }
    static void one(RealtimeClient cl, int i, AtomicLong got, boolean ws) throws Exception {
        Subscription s = cl.subscribe("t" + i % 17, m -> got.incrementAndGet());
        if (i % 3 == 0) { long end = System.nanoTime() + 20_000_000; while (s.stats().received() == 0 && System.nanoTime() < end) Thread.sleep(1); }
        s.unsubscribe();
    }
}
