package dev.holdfast.android;

import android.content.Context;
import android.content.ContextWrapper;
import android.os.StrictMode;
import dalvik.system.BlockGuard;
import dev.holdfast.CursorStore;
import java.io.File;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.SocketFactory;
import javax.net.ssl.TrustManagerFactory;
import okhttp3.OkHttpClient;

/**
 * StrictMode with the death penalty on the main thread, asked where a device's own libraries ask it: before a name is looked
 * up, a socket connected, read, written or closed, a file read or written, the certificates of trusted authorities read. The
 * JVM's libraries do not ask.
 */
final class Strict {
    /** The name of what verifies servers unless an app says otherwise. */
    private static final String DEFAULT = "ssl.TrustManagerFactory.algorithm";

    private static final String ASKING = "Strict";

    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final String algorithm = TrustManagerFactory.getDefaultAlgorithm();
    private final Provider authorities = new Authorities(algorithm);
    private final OkHttpClient http = new OkHttpClient.Builder()
            .dns(name -> {
                network("name");
                return List.of(InetAddress.getLoopbackAddress());
            })
            .socketFactory(new Sockets())
            .build();
    private StrictMode.ThreadPolicy before;

    /** On the main thread. */
    void begin() {
        before = StrictMode.getThreadPolicy();
        StrictMode.setThreadPolicy(new StrictMode.ThreadPolicy.Builder()
                .detectDiskReads()
                .detectDiskWrites()
                .detectNetwork()
                .penaltyDeath()
                .build());
        Security.addProvider(authorities);
        Security.setProperty(DEFAULT, ASKING);
    }

    void end() {
        Security.setProperty(DEFAULT, algorithm);
        Security.removeProvider(ASKING);
        StrictMode.setThreadPolicy(before);
    }

    /** What was refused. */
    List<String> violations() {
        return violations;
    }

    private void ask(String what, Runnable guard) {
        try {
            guard.run();
        } catch (RuntimeException e) {
            violations.add(what + ": " + e);
            throw e;
        }
    }

    private void network(String what) {
        ask(what, () -> BlockGuard.getThreadPolicy().onNetwork());
    }

    private void reads(String what) {
        ask(what, () -> BlockGuard.getThreadPolicy().onReadFromDisk());
    }

    private void writes(String what) {
        ask(what, () -> BlockGuard.getThreadPolicy().onWriteToDisk());
    }

    Context guarded(Context app) {
        return new ContextWrapper(app) {
            @Override
            public Context getApplicationContext() {
                return this;
            }

            @Override
            public File getNoBackupFilesDir() {
                reads("directory");
                return super.getNoBackupFilesDir();
            }
        };
    }

    CursorStore guarded(CursorStore store) {
        return new CursorStore() {
            @Override
            public String load(String key) throws Exception {
                reads("load");
                return store.load(key);
            }

            @Override
            public void save(String key, String cursor) throws Exception {
                writes("save");
                store.save(key, cursor);
            }
        };
    }

    /** An app's own, which it has made elsewhere. */
    OkHttpClient http() {
        return http;
    }

    /** Reads the authorities as the JVM does, once it was asked whether that may be now. */
    private final class Authorities extends Provider {
        private static final long serialVersionUID = 1;

        Authorities(String algorithm) {
            super(ASKING, "1", "asks before it reads files");
            String kind = "TrustManagerFactory";
            Service jvm = Security.getProviders(kind + "." + algorithm)[0].getService(kind, algorithm);
            putService(new Service(this, kind, ASKING, jvm.getClassName(), null, null) {
                @Override
                public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
                    reads("authorities");
                    return jvm.newInstance(parameter);
                }
            });
        }
    }

    private final class Sockets extends SocketFactory {
        @Override
        public Socket createSocket() {
            return new Guarded();
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }
    }

    private final class Guarded extends Socket {
        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            network("connect");
            super.connect(endpoint, timeout);
        }

        @Override
        public synchronized void close() throws IOException {
            network("close");
            super.close();
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    network("read");
                    return super.read(bytes, offset, length);
                }
            };
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    network("write");
                    out.write(bytes, offset, length);
                }
            };
        }
    }
}
