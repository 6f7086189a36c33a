import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One HTTP exchange, in time or not at all. Of the JDK's own clients, HttpClient writes no header beyond ASCII, and
 * HttpURLConnection no PATCH.
 */
final class Wire implements Closeable {
    /** Bytes of an answer, or of an event of a stream. */
    static final long LARGEST = 8 << 20;

    /** Milliseconds for a whole answer. */
    static final int PATIENCE = Integer.parseInt(System.getenv().getOrDefault("SPARRING_PATIENCE", "4000"));


    /** The request has not reached the server. */
    static final class Unsent extends Exception {
        private static final long serialVersionUID = 1;

        Unsent(IOException cause) {
            super(cause.toString(), cause);
        }
    }

    /** No whole answer came: the request may have been handled. silent: the whole patience was spent on waiting. */
    static final class Lost extends Exception {
        private static final long serialVersionUID = 1;

        final boolean silent;

        Lost(IOException cause) {
            super(cause.toString(), cause);
            silent = cause instanceof SocketTimeoutException;
        }
    }

    /** A whole answer. */
    record Answer(int status, Map<String, String> headers, byte[] body) {
        Map<String, Object> object() throws Json.Wrong {
            return Json.object(body);
        }

        /** Returns the seconds that the server asks to wait. */
        Number retryAfter(Number otherwise) {
            String text = headers.getOrDefault("Retry-After", "");
            if (text.matches("[0-9]+")) {
                return Long.valueOf(text);
            }
            try { // a date, by the server's own clock
                Duration wait = Duration.between(date(headers.get("Date")), date(text));
                return Math.max(0, wait.toSeconds());
            } catch (DateTimeException | NullPointerException e) {
                return otherwise;
            }
        }

        private static ZonedDateTime date(String text) {
            return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
        }
    }

    private final Socket socket = new Socket();
    private Socket secured = socket;
    private long deadline = System.nanoTime() + PATIENCE * 1_000_000L;
    private boolean patient;
    private long allowed = LARGEST;
    private InputStream in;
    final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    int status;

    private Wire() {
    }

    /** Percent-encodes a text as one segment of a path. */
    static String segment(Object value) {
        StringBuilder out = new StringBuilder();
        for (byte b : Json.text(value).getBytes(StandardCharsets.UTF_8)) {
            boolean letter = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z';
            boolean plain = letter || b >= '0' && b <= '9' || "-._~".indexOf(b) >= 0;
            out.append(plain ? String.valueOf((char) b) : String.format("%%%02X", b & 0xff));
        }
        return out.toString();
    }

    /** Makes an exchange. Redirects are not followed. The body is written as JSON unless it is null. */
    static Answer send(String method, String url, Map<String, String> headers, Object body) throws Unsent, Lost {
        try (Wire wire = open(method, url, headers, body)) {
            return new Answer(wire.status, wire.headers, wire.body().readAllBytes());
        } catch (IOException e) {
            throw new Lost(e);
        }
    }

    /** Sends a request and waits for the head of the answer. */
    static Wire open(String method, String url, Map<String, String> headers, Object body) throws Unsent, Lost {
        Wire wire = new Wire();
        try {
            wire.connect(URI.create(url));
        } catch (IOException e) {
            wire.close();
            throw new Unsent(e);
        }
        try {
            wire.request(method, url, headers, body);
            do {
                wire.head();
            } while (wire.status < 200);
            return wire;
        } catch (IOException e) {
            wire.close();
            throw new Lost(e);
        }
    }

    private void connect(URI uri) throws IOException {
        boolean secure = uri.getScheme().equals("https");
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
        socket.connect(new InetSocketAddress(uri.getHost(), port), PATIENCE);
        if (secure) {
            SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
            SSLSocket tls = (SSLSocket) factory.createSocket(socket, uri.getHost(), port, true);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            tls.setSoTimeout(PATIENCE);
            tls.startHandshake();
            secured = tls;
        }
        in = new BufferedInputStream(new InTime(secured.getInputStream()));
    }

    /** Headers are bytes: a value is written as Latin-1. */
    private void request(String method, String url, Map<String, String> headers, Object body) throws IOException {
        int authority = url.indexOf("//") + 2;
        int slash = url.indexOf('/', authority);
        StringBuilder head = new StringBuilder(method + " " + url.substring(slash) + " HTTP/1.1\r\n");
        head.append("Host: ").append(url, authority, slash).append("\r\nConnection: close\r\n");
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (header.getValue().matches("(?s).*[\r\n\0].*")) {
                throw new IOException("no header can hold this value of " + header.getKey());
            }
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        byte[] content = body == null ? new byte[0] : Json.write(body).getBytes(StandardCharsets.UTF_8);
        if (body != null || !method.equals("GET")) {
            head.append("Content-Length: ").append(content.length).append("\r\n");
        }
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        message.writeBytes(content);
        secured.getOutputStream().write(message.toByteArray());
    }

    private void head() throws IOException {
        String[] words = line().split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("[1-5][0-9][0-9]")) {
            throw new IOException("the answer is not HTTP");
        }
        status = Integer.parseInt(words[1]);
        headers.clear();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("a header without a name");
            }
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the answer ends early");
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    /** Lets the body take as long as it likes. */
    void patient() {
        patient = true;
    }

    /** Returns the body, from which too early an end is an IOException. */
    InputStream body() {
        boolean chunked = headers.getOrDefault("Transfer-Encoding", "").equalsIgnoreCase("chunked");
        boolean empty = status == 204 || status == 304;
        long length = empty ? 0 : Long.parseLong(headers.getOrDefault("Content-Length", "-1"));
        return new Body(chunked && !empty, length);
    }

    /** What comes next may be as large again. */
    void more() {
        allowed = LARGEST;
    }

    /** Reads within the deadline. */
    private final class InTime extends InputStream {
        private final InputStream from;

        InTime(InputStream from) {
            this.from = from;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("it is read in blocks");
        }

        @Override
        public int read(byte[] into, int start, int length) throws IOException {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (!patient && left <= 0) {
                throw new SocketTimeoutException("the answer takes too long");
            }
            secured.setSoTimeout(patient ? 0 : (int) left);
            return from.read(into, start, length);
        }
    }

    /** A body in chunks, of a length, or until the connection ends (-1). */
    private final class Body extends InputStream {
        private final boolean chunked;
        private long left;
        private boolean begun;
        private boolean ended;

        Body(boolean chunked, long length) {
            this.chunked = chunked;
            this.left = chunked ? 0 : length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int start, int length) throws IOException {
            if (chunked && left == 0 && !ended) {
                if (begun && !line().isEmpty()) {
                    throw new IOException("a chunk is longer than it says");
                }
                begun = true;
                left = chunk(line());
                ended = left == 0;
            }
            if (ended || left == 0) {
                return -1;
            }
            int read = in.read(into, start, left < 0 ? length : (int) Math.min(length, left));
            if (read < 0 && left > 0) {
                throw new EOFException("the answer ends " + left + " bytes early");
            }
            left -= left < 0 ? 0 : read;
            allowed -= read;
            if (allowed < 0) {
                throw new IOException("the answer is too large");
            }
            return read;
        }

        private long chunk(String line) throws IOException {
            try {
                return Long.parseLong(line.split(";")[0].strip(), 16);
            } catch (NumberFormatException e) {
                throw new IOException("a chunk without a length", e);
            }
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is of no more use
        }
    }
}
