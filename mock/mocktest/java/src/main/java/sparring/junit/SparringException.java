package sparring.junit;

/** The server cannot be found, started or asked, or a test asks for something that does not exist. */
public class SparringException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SparringException(String message) {
        super(message);
    }

    SparringException(String message, Throwable cause) {
        super(message, cause);
    }
}
