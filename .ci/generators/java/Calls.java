import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import sparring.bonder.model.Authorization;
import sparring.bonder.model.AuthorizationResponse.ErrorsEnum;
import sparring.bonder.model.RequestsPerToken;
import sparring.control.model.Fault;
import sparring.control.model.FaultRequest;
import sparring.control.model.FaultStatus;
import sparring.control.model.Match;
import sparring.control.model.World;
import sparring.control.model.WorldRequest;
import sparring.iqchannels_chat.model.ChatError;
import sparring.iqchannels_chat.model.IntegrationAuthRequest;
import sparring.iqchannels_chat.model.MessageForm;
import sparring.radist.model.WebhookCreate;
import sparring.timconnect.model.Device;
import sparring.timconnect.model.Registration;

/**
 * Makes a dozen calls with the clients that openapi-generator writes from the documents, and checks what the generated
 * code made of each response. The argument is the server's address.
 */
public class Calls {
  public static void main(String[] args) throws Exception {
    World world = makeWorld(args[0] + "/_sparring/v1");
    Map<String, String> urls = world.getUrls();
    callBonder(urls.get("bonder"), world.getCredentials().get("bonder"));
    callIQChannels(urls.get("iqchannels"), world.getCredentials().get("iqchannels"));
    callRadist(urls.get("radist"), world.getCredentials().get("radist"));
    callTIMConnect(urls.get("timconnect"), world.getCredentials().get("timconnect").get("api_key"));
  }

  /** Ends the program if a response was not parsed to what is expected. */
  static void check(String call, boolean good, Object got) {
    if (!good) {
      System.err.println("FAILED: java: " + call + ": got " + got);
      System.exit(1);
    }
    System.out.println("ok: java: " + call);
  }

  /** Returns what adds headers to each request of a generated client. */
  static Consumer<HttpRequest.Builder> sends(String... headers) {
    return request -> request.headers(headers);
  }

  /** Makes a world, and has it break the second list of kittens. */
  static World makeWorld(String url) throws Exception {
    var client = new sparring.control.ApiClient();
    client.updateBaseUri(url);
    World world = new sparring.control.api.WorldsApi(client).createWorld(new WorldRequest().id("java"));
    check("control createWorld", world.getId().equals("java"), world);
    var teapot = new FaultStatus().kind(FaultStatus.KindEnum.STATUS).status(418);
    var rule = new sparring.control.api.FaultsApi(client).addFault("java",
        new FaultRequest().fault(new Fault(teapot)).match(new Match().operation("listKittens")).after(1));
    check("control addFault", rule.getFault().getFaultStatus().getStatus() == 418, rule);
    return world;
  }

  static void callBonder(String url, Map<String, String> credentials) throws Exception {
    var client = new sparring.bonder.ApiClient();
    client.updateBaseUri(url);
    var auth = new sparring.bonder.api.AuthApi(client);
    var ask = new Authorization().username(credentials.get("username")).client(credentials.get("client"))
        .password("wrong").rpt(new RequestsPerToken("10000"));
    var refused = auth.authorize(ask);
    check("bonder authorize, refused", !refused.getSuccess()
        && refused.getErrors().equals(List.of(ErrorsEnum.INVALID_CREDENTIALS_ERROR)), refused);
    var let = auth.authorize(ask.password(credentials.get("password")));
    check("bonder authorize", let.getSuccess() && let.getResult().getToken() != null, let);
    client.setRequestInterceptor(
        sends("X-Auth-Key", let.getResult().getToken(), "X-Auth-Email", credentials.get("username")));
    var users = new sparring.bonder.api.UsersApi(client);
    var profile = users.createProfile();
    check("bonder createProfile", profile.getSuccess() && profile.getResult().getCardId() != null, profile);
    var card = users.getCard(profile.getResult().getCardId());
    check("bonder getCard", card.getSuccess() && card.getResult().getSettings() != null, card);
  }

  static void callIQChannels(String url, Map<String, String> credentials) throws Exception {
    var cards = new sparring.iqchannels_auth.ApiClient();
    cards.updateBaseUri(url);
    var auth = new sparring.iqchannels_auth.api.AuthApi(cards);
    var card = auth.getClientCard(credentials.get("token"));
    check("iqchannels-auth getClientCard", card.getClient() != null, card);
    try {
      check("iqchannels-auth getClientCard, refused", false, auth.getClientCard("nobody"));
    } catch (sparring.iqchannels_auth.ApiException e) {
      check("iqchannels-auth getClientCard, refused", e.getCode() == 404 && e.getResponseBody().contains("1001"), e);
    }

    var client = new sparring.iqchannels_chat.ApiClient();
    client.updateBaseUri(url);
    var login = new sparring.iqchannels_chat.api.ClientsApi(client).integrationAuth(
        new IntegrationAuthRequest().credentials(credentials.get("token")).channel(credentials.get("channel")));
    check("iqchannels-chat integrationAuth", login.getOK() && login.getError() == null, login);
    String session = login.getResult().getSession().getToken();
    var message = new MessageForm().localId(1).payload("text").text("Hello");
    var nobody = new sparring.iqchannels_chat.api.ChatsApi(client).sendMessage(credentials.get("channel"), message);
    check("iqchannels-chat sendMessage, refused", !nobody.getOK()
        && nobody.getError().getCode() == ChatError.CodeEnum.UNAUTHORIZED, nobody);
    client.setRequestInterceptor(sends("Authorization", "Client " + session));
    var sent = new sparring.iqchannels_chat.api.ChatsApi(client).sendMessage(credentials.get("channel"), message);
    check("iqchannels-chat sendMessage", sent.getOK() && sent.getResult() > 0, sent);
  }

  static void callRadist(String url, Map<String, String> credentials) throws Exception {
    var client = new sparring.radist.ApiClient();
    client.updateBaseUri(url);
    client.setRequestInterceptor(sends("X-Api-Key", credentials.get("api_key")));
    var companies = new sparring.radist.api.CompaniesApi(client).companiesGetItems(null, null).getCompanies();
    check("radist CompaniesGetItems", !companies.isEmpty(), companies);
    var hook = new sparring.radist.api.WebhooksApi(client).webhooksCreateItem(companies.get(0).getId(),
        new WebhookCreate().url("http://127.0.0.1:9/hook").events(List.of(WebhookCreate.EventsEnum.MESSAGES_CREATE)));
    check("radist WebhooksCreateItem", hook.getId() > 0, hook);
  }

  static void callTIMConnect(String url, String key) throws Exception {
    var client = new sparring.timconnect.ApiClient();
    client.updateBaseUri(url);
    client.setRequestInterceptor(sends("Authorization", key));
    var code = new sparring.timconnect.api.RegistrationApi(client).registerPhone(
        new Registration().phoneNumber("79991234567").device(new Device().token("push-1")));
    check("timconnect registerPhone", code.getCodeSent().getMessage() != null, code);

    var cats = new sparring.kittn.ApiClient();
    cats.updateBaseUri(url);
    cats.setRequestInterceptor(sends("Authorization", key));
    var kittens = new sparring.kittn.api.KittensApi(cats);
    var all = kittens.listKittens(null, null);
    check("kittn listKittens", all.get(0).getName().equals("Fluffums"), all);
    try {
      check("kittn listKittens, broken by the fault", false, kittens.listKittens(null, null));
    } catch (sparring.kittn.ApiException e) {
      check("kittn listKittens, broken by the fault", e.getCode() == 418, e);
    }
  }
}
