package iqchannels

import (
	"time"

	"sparring/mock/fake"
	"sparring/mock/param"
)

// The switches are the readings where the vendor is silent or contradicts itself; "Q-n" are rows of the register.
var (
	sw = fake.NewSwitches(Name)

	authService = sw.Text(param.Param{
		Name: "authService", Type: param.URL, Root: true, Default: "",
		Doc: "Auth service that the chat server asks: its root, or its URL up to /rest/chat/client/id/; " +
			"empty: the world's own (Q-36)",
	})
	authMethod = sw.Enum("authMethod", []string{"auto", methodGet, methodPost}, "auto",
		"How the token is sent; auto: GET, and POST where it does not fit a path (Q-13)")
	authTimeout = sw.DurationOf(param.Param{
		Name: "authTimeout", Type: param.Duration, Range: param.AtLeast(int64(time.Millisecond)),
		Default: 5 * time.Second, Doc: "Wire time that the auth service has for its answer",
	})
	scalars = sw.Enum("scalars", []string{"json", scalarsString}, "json",
		"Booleans and numbers of cards as JSON has them, or as strings like the examples (Q-01, Q-02)")
	cardsVersion = sw.Enum("cards", serviceVersions, "v13",
		"Version of the auth service: what its cards have, and POST since v13; page: v13 with the page's own "+
			"examples (Q-03, Q-19)")
	consumer = sw.Enum("consumer", []string{"any", consumer13}, "any",
		"v13: the chat server reports a card without the fields that 1.3 requires (Q-03)")
	unknownTokenStatus = sw.Int("unknownTokenStatus", param.Between(400, 599), 404,
		"Status, 400 to 599, for a token that nobody knows (Q-15)")
	emptyTokenStatus = sw.Int("emptyTokenStatus", param.Between(400, 599), 400,
		"Status, 400 to 599, where no token is given (Q-13)")
	disabledClient = sw.Enum("disabledClient", []string{"forbidden", disabledAccept}, "forbidden",
		"What a card with enabled false means to the chat server (Q-07)")
	companyList = sw.Bool("companyList", true, "Licence module for companies: the chat server stores companyList")
	sessionTTL  = sw.Duration("sessionTTL", 0, "Life of a chat session in world time; 0s: until it is reset")
	tokenMaxAge = sw.Duration("queryTokenMaxAge", 0, "Greatest age of an x-client-token in world time; 0s: any")
	version     = sw.Text(param.Param{
		Name: "version", Type: param.String, Empty: true, Default: "4.2.1", Doc: "What /chats/version tells",
	})
	personalData = sw.Enum("personalData", []string{"none", "default", "full_form"}, "none",
		"What the widget asks an anonymous client for")
	maxFileSizeMb = sw.Int("maxFileSizeMb", param.Between(1, 1024), 15,
		"Greatest file in MB of 2^20 bytes; one of exactly this size is taken (Q-47)")
	blocker = sw.Bool("blocker", false, "All channels report that they are blocked")
)

// Values of switches.
const (
	methodGet      = "get"
	methodPost     = "post"
	scalarsString  = "string"
	consumer13     = "v13"
	disabledAccept = "accept"
)

// bodySize is the size of the greatest file.
func bodySize(name string, value int64) int64 {
	if name != maxFileSizeMb.Name() {
		return 0
	}
	return value << 20
}
