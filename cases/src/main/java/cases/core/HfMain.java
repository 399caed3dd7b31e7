package cases.core;
public class HfMain { public static void main(String[] a) throws Exception { HfSrv h = new HfSrv(); h.ratePerTopicMs = 2; System.out.println(h.srv.ws()); System.out.flush(); Thread.sleep(Long.parseLong(a[0]) * 1000); } }
