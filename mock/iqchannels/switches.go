package iqchannels

import (
	"time"

	"sparring/mock/world"
)

// switches are the readings where the vendor is silent or contradicts itself; "I-n" are rows of the register.
func switches() []world.Switch {
	return []world.Switch{
		{
			Name:    "authService",
			Type:    world.URL,
			Root:    true,
			Default: "",
			Doc: "Auth service that the chat server asks: its root, or its URL up to /rest/chat/client/id/; " +
				"empty: the world's own (Q-36)",
		},
		{
			Name:    "authMethod",
			Type:    world.Enum,
			Values:  []string{"auto", "get", "post"},
			Default: "auto",
			Doc:     "How the token is sent; auto: GET, and POST where it does not fit a path (Q-13)",
		},
		{
			Name:    "authTimeout",
			Type:    world.Duration,
			Range:   world.AtLeast(int64(time.Millisecond)),
			Default: 5 * time.Second,
			Doc:     "Wire time that the auth service has for its answer",
		},
		{
			Name:    "scalars",
			Type:    world.Enum,
			Values:  []string{"json", "string"},
			Default: "json",
			Doc:     "Booleans and numbers of cards as JSON has them, or as strings like the examples (Q-01, Q-02)",
		},
		{
			Name:    "cards",
			Type:    world.Enum,
			Values:  serviceVersions,
			Default: "v13",
			Doc: "Version of the auth service: what its cards have, and POST since v13; page: v13 with the " +
				"page's own examples (Q-03, Q-19)",
		},
		{
			Name:    "consumer",
			Type:    world.Enum,
			Values:  []string{"any", "v13"},
			Default: "any",
			Doc:     "v13: the chat server reports a card without the fields that 1.3 requires (Q-03)",
		},
		{
			Name:    "unknownTokenStatus",
			Type:    world.Int,
			Range:   world.Between(400, 599),
			Default: 404,
			Doc:     "Status, 400 to 599, for a token that nobody knows (Q-15)",
		},
		{
			Name:    "emptyTokenStatus",
			Type:    world.Int,
			Range:   world.Between(400, 599),
			Default: 400,
			Doc:     "Status, 400 to 599, where no token is given (Q-13)",
		},
		{
			Name:    "disabledClient",
			Type:    world.Enum,
			Values:  []string{"forbidden", "accept"},
			Default: "forbidden",
			Doc:     "What a card with enabled false means to the chat server (Q-07)",
		},
		{
			Name:    "companyList",
			Type:    world.Bool,
			Default: true,
			Doc:     "Licence module for companies: the chat server stores companyList",
		},
		{
			Name:    "sessionTTL",
			Type:    world.Duration,
			Default: time.Duration(0),
			Doc:     "Life of a chat session in world time; 0s: until it is reset",
		},
		{
			Name:    "queryTokenMaxAge",
			Type:    world.Duration,
			Default: time.Duration(0),
			Doc:     "Greatest age of an x-client-token in world time; 0s: any",
		},
		{Name: "version", Type: world.String, Empty: true, Default: "4.2.1", Doc: "What /chats/version tells"},
		{
			Name:    "personalData",
			Type:    world.Enum,
			Values:  []string{"none", "default", "full_form"},
			Default: "none",
			Doc:     "What the widget asks an anonymous client for",
		},
		{Name: "maxFileSizeMb", Type: world.Int, Range: world.Between(1, 1024), Default: 15,
			Doc: "Greatest file in MB of 2^20 bytes; one of exactly this size is taken (Q-47)"},
		{Name: "blocker", Type: world.Bool, Default: false, Doc: "All channels report that they are blocked"},
	}
}

// bodySize is the size of the greatest file.
func bodySize(name string, value int64) int64 {
	if name != "maxFileSizeMb" {
		return 0
	}
	return value << 20
}

func (f *Fake) text(name string) string            { return f.w.Switches.Text(Name, name) }
func (f *Fake) on(name string) bool                { return f.w.Switches.Bool(Name, name) }
func (f *Fake) duration(name string) time.Duration { return f.w.Switches.Duration(Name, name) }
func (f *Fake) status(name string) int             { return f.w.Switches.Int(Name, name) }
