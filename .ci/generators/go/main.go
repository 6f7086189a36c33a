// Command calls makes a dozen calls with the clients that oapi-codegen writes from the documents, and checks what the
// generated code made of each response. Its argument is the server's address.
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"
	"slices"

	"calls/bonder"
	"calls/control"
	"calls/iqchannels_auth"
	"calls/iqchannels_chat"
	"calls/kittn"
	"calls/radist"
	"calls/timconnect"
)

var ctx = context.Background()

func main() {
	log.SetFlags(0)
	world := makeWorld(os.Args[1] + "/_sparring/v1")
	callBonder(world.Urls["bonder"], world.Credentials["bonder"])
	callIQChannels(world.Urls["iqchannels"], world.Credentials["iqchannels"])
	callRadist(world.Urls["radist"], world.Credentials["radist"])
	callTIMConnect(world.Urls["timconnect"], world.Credentials["timconnect"]["api_key"])
}

// must returns the value of a generated call, whose error is that of the connection or of a body that is not JSON.
func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

// check ends the program if a response was not parsed to what is expected.
func check(call string, good bool, got any) {
	if !good {
		log.Fatalf("FAILED: go: %s: got %+v", call, got)
	}
	fmt.Println("ok: go:", call)
}

// sends returns what adds headers to each request of a generated client.
func sends(headers ...string) func(context.Context, *http.Request) error {
	return func(_ context.Context, r *http.Request) error {
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		return nil
	}
}

// makeWorld makes a world, and has it break the second list of kittens.
func makeWorld(url string) control.World {
	c := must(control.NewClientWithResponses(url))
	id := "go"
	made := must(c.CreateWorldWithResponse(ctx, control.WorldRequest{Id: &id}))
	check("control createWorld", made.JSON201 != nil && made.JSON201.Id == id, string(made.Body))

	var fault control.Fault
	if err := fault.FromFaultStatus(control.FaultStatus{Status: http.StatusTeapot}); err != nil {
		log.Fatal(err)
	}
	operation, after := "listKittens", 1
	added := must(c.AddFaultWithResponse(ctx, id, control.FaultRequest{
		Fault: fault, Match: &control.Match{Operation: &operation}, After: &after,
	}))
	check("control addFault", added.JSON201 != nil, string(added.Body))
	told := must(added.JSON201.Fault.AsFaultStatus())
	check("control addFault: the fault", told.Status == http.StatusTeapot, told)
	return *made.JSON201
}

func callBonder(url string, credentials control.Credentials) {
	c := must(bonder.NewClientWithResponses(url))
	ask := bonder.Authorization{Username: credentials["username"], Client: credentials["client"], Password: "wrong"}
	if err := ask.Rpt.FromRequestsPerToken1("10000"); err != nil {
		log.Fatal(err)
	}
	refused := must(c.AuthorizeWithResponse(ctx, ask))
	check("bonder authorize, refused", refused.JSON200 != nil && !refused.JSON200.Success &&
		slices.Contains(refused.JSON200.Errors, "INVALID_CREDENTIALS_ERROR"), string(refused.Body))

	ask.Password = credentials["password"]
	let := must(c.AuthorizeWithResponse(ctx, ask))
	check("bonder authorize", let.JSON200 != nil && let.JSON200.Success && let.JSON200.Result.Token != nil,
		string(let.Body))
	known := bonder.RequestEditorFn(sends("X-Auth-Key", *let.JSON200.Result.Token, "X-Auth-Email", ask.Username))
	profile := must(c.CreateProfileWithResponse(ctx, known))
	check("bonder createProfile", profile.JSON200 != nil && profile.JSON200.Result.CardId != nil, string(profile.Body))
	card := must(c.GetCardWithResponse(ctx, *profile.JSON200.Result.CardId, known))
	check("bonder getCard", card.JSON200 != nil && card.JSON200.Success && card.JSON200.Result.Settings != nil,
		string(card.Body))
}

func callIQChannels(url string, credentials control.Credentials) {
	auth := must(iqchannels_auth.NewClientWithResponses(url))
	card := must(auth.GetClientCardWithResponse(ctx, credentials["token"]))
	check("iqchannels-auth getClientCard", card.JSON200 != nil && card.JSON200.Client != nil, string(card.Body))
	unknown := must(auth.GetClientCardWithResponse(ctx, "nobody"))
	check("iqchannels-auth getClientCard, refused", unknown.JSON404 != nil && unknown.JSON404.ErrorCode != nil &&
		*unknown.JSON404.ErrorCode == "1001", string(unknown.Body))

	c := must(iqchannels_chat.NewClientWithResponses(url))
	channel := credentials["channel"]
	login := must(c.IntegrationAuthWithResponse(ctx, iqchannels_chat.IntegrationAuthRequest{
		Credentials: credentials["token"], Channel: &channel,
	}))
	check("iqchannels-chat integrationAuth", login.JSON200 != nil && login.JSON200.OK && login.JSON200.Result != nil,
		string(login.Body))
	session := iqchannels_chat.RequestEditorFn(sends("Authorization", "Client "+login.JSON200.Result.Session.Token))
	text := "Hello"
	message := iqchannels_chat.MessageForm{LocalId: 1, Payload: "text", Text: &text}
	sent := must(c.SendMessageWithResponse(ctx, channel, message, session))
	check("iqchannels-chat sendMessage", sent.JSON200 != nil && sent.JSON200.OK && *sent.JSON200.Result > 0,
		string(sent.Body))
	nobody := must(c.SendMessageWithResponse(ctx, channel, message))
	check("iqchannels-chat sendMessage, refused", nobody.JSON200 != nil && !nobody.JSON200.OK &&
		nobody.JSON200.Error != nil && nobody.JSON200.Error.Code == "unauthorized", string(nobody.Body))
}

func callRadist(url string, credentials control.Credentials) {
	c := must(radist.NewClientWithResponses(url))
	key := radist.RequestEditorFn(sends("X-Api-Key", credentials["api_key"]))
	companies := must(c.CompaniesGetItemsWithResponse(ctx, nil, key))
	check("radist CompaniesGetItems", companies.JSON200 != nil && len(companies.JSON200.Companies) > 0,
		string(companies.Body))
	company := companies.JSON200.Companies[0].Id
	hook := must(c.WebhooksCreateItemWithResponse(ctx, company,
		radist.WebhookCreate{Url: "http://127.0.0.1:9/hook", Events: radist.WebhookEvents{"messages.create"}}, key))
	check("radist WebhooksCreateItem", hook.JSON200 != nil && hook.JSON200.Id > 0, string(hook.Body))
}

func callTIMConnect(url, key string) {
	c := must(timconnect.NewClientWithResponses(url))
	token := "push-1"
	sent := must(c.RegisterPhoneWithResponse(ctx,
		timconnect.Registration{PhoneNumber: "79991234567", Device: &timconnect.Device{Token: &token}},
		sends("Authorization", key)))
	check("timconnect registerPhone", sent.JSON200 != nil, string(sent.Body))
	code, told := must(sent.JSON200.ValueByDiscriminator()).(timconnect.CodeSent)
	check("timconnect registerPhone: told apart", told && code.Message != "", string(sent.Body))

	cats := must(kittn.NewClientWithResponses(url))
	authorized := kittn.RequestEditorFn(sends("Authorization", key))
	kittens := must(cats.ListKittensWithResponse(ctx, nil, authorized))
	check("kittn listKittens", kittens.JSON200 != nil && (*kittens.JSON200)[0].Name == "Fluffums", string(kittens.Body))
	broken := must(cats.ListKittensWithResponse(ctx, nil, authorized))
	check("kittn listKittens, broken by the fault", broken.JSON418 != nil, string(broken.Body))
}
