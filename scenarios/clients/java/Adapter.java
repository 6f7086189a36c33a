import java.util.HashMap;
import java.util.Map;

/** Correct clients of all four APIs, to be judged; ../README.md says how. */
final class Adapter {
    private Adapter() {
    }

    public static void main(String[] args) throws Exception {
        Map<String, Protocol.Ability> abilities = new HashMap<>();
        new Bonder().abilities(abilities);
        new IQChannels().abilities(abilities);
        new Radist().abilities(abilities);
        new TIMConnect().abilities(abilities);
        new Kittn().abilities(abilities);
        new Protocol("Java clients", "1.0", abilities).keeping().timed().serve();
    }
}
