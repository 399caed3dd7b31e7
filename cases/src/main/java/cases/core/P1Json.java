package cases.core;
import dev.holdfast.*;
import dev.holdfast.protocol.*;
import java.util.*;
import java.util.zip.*;
public class P1Json {
    public static void main(String[] a) throws Exception {
        StringBuilder plain = new StringBuilder("{\"type\":\"message\",\"sub\":1,\"id\":\"1\",\"data\":1"), esc = new StringBuilder(plain);
        for (int i = 0; plain.length() < 1_000_000; i++) plain.append(",\"a").append(i % 10).append("bcdefgh\":0");
        for (int i = 0; esc.length() < 1_000_000; i++) esc.append(",\"\\u0061bcdefgh\":0");
        for (String[] c : new String[][]{{"plain names", plain.append('}').toString()}, {"escaped names", esc.append('}').toString()}, {"array", "[" + "0,".repeat(499_000) + "0]"}, {"deep", "{\"type\":\"message\",\"sub\":1,\"data\":" + "[".repeat(400_000) + "]".repeat(400_000) + "}"}}) {
            Deflater d = new Deflater(9, true); d.setInput(c[1].getBytes()); byte[] out = new byte[2_000_000]; int z = d.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
            long best = Long.MAX_VALUE;
            for (int i = 0; i < 5; i++) { long t = System.nanoTime(); try { JsonFrame f = JsonFrame.of(c[1]); f.string("type"); f.number("sub", -1); f.raw("data"); f.string("id"); f.string("event"); } catch (CloseException e) { } best = Math.min(best, System.nanoTime() - t); }
            System.out.println(c[0] + ": " + c[1].length() + " chars, compressed " + z + " bytes, read in " + best / 1_000_000 + " ms");
        }
    }
}
