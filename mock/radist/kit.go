package radist

import (
	"html/template"
	"maps"
	"slices"
)

// kit is what all worlds share: the tables of operations and events, and the pages' templates.
type kit struct {
	list       []*operation
	operations map[string]*operation
	occasions  []occasion
	pages      *template.Template
}

func newKit() *kit {
	k := &kit{list: append(table(), pageTable()...), operations: map[string]*operation{}, occasions: occasions(), pages: templates()}
	for _, op := range k.list {
		k.operations[op.id] = op
	}
	return k
}

func (k *kit) ids() []string { return slices.Sorted(maps.Keys(k.operations)) }

// table is every operation of the API. The docs page shows it under the vendor's anchors.
func table() []*operation {
	const company = "/companies/{company_id}"
	const item = company + "/connections/{connection_id}"
	connections := func(tag, id, method, path, summary string, handle func(*Fake, *call) (any, error)) *operation {
		return &operation{id: id, tag: tag, method: method, path: path, summary: summary, scope: "connections", company: true,
			body: method != "GET", handle: handle}
	}
	messaging := func(tag, id, method, path, class, summary string, handle func(*Fake, *call) (any, error)) *operation {
		return &operation{id: id, tag: tag, method: method, path: path, summary: summary, scope: "messaging", company: true,
			class: class, body: method != "GET", handle: handle}
	}
	webhooks := func(id, method, path, summary string, handle func(*Fake, *call) (any, error)) *operation {
		return &operation{id: id, tag: "Webhooks", method: method, path: path, summary: summary, scope: "webhooks", company: true,
			body: method == "POST", handle: handle}
	}
	return []*operation{
		connections("Connections", "ConnectionsGetItems", "GET", company+"/connections/", "The company's connections", listConnections),
		connections("Connections", "ConnectionsCreateConnection", "POST", company+"/connections/", "Make a connection", createConnection),
		connections("Connections", "ConnectionsGetItem", "GET", item, "One connection", getConnection),
		connections("Connections", "ConnectionsUpdateItem", "PATCH", item, "Replace its API key or name", updateConnection),
		connections("Connections", "ConnectionsGetWhatsappInstanceStatus", "GET", item+"/whatsapp/status", "Its state and QR code", whatsappStatus),
		connections("Telegram", "TelegramInitializeSession", "POST", company+"/telegram/init", "Open a login session", telegramInit),
		connections("Telegram", "TelegramSendLoginRequest", "POST", company+"/telegram/login", "Poll it, or send the code or the password", telegramLogin),
		connections("Max personal", "MaxPersonalInitializeSession", "POST", company+"/max_personal/init", "Open a login session", maxInit),
		connections("Max personal", "MaxPersonalSendLoginRequest", "POST", company+"/max_personal/login", "Send the code", maxLogin),
		{id: "CompaniesGetItems", tag: "Companies", method: "GET", path: "/companies/", summary: "The key's companies", handle: listCompanies},
		{id: "UsersGetMe", tag: "Users", method: "GET", path: "/users/me", summary: "The key's user", handle: getUser},
		messaging("Messaging", "MessagingGetChatsSources", "GET", company+"/messaging/chats/sources/", "chats", "Where chats can be made", chatSources),
		messaging("Messaging", "MessagingCreateChat", "POST", company+"/messaging/chats/", "chats", "Find or make a chat", createChat),
		messaging("Messaging", "MessagingGetChatsWithContacts", "GET", company+"/messaging/chats/with_contacts/", "chats", "Contacts with their chats", listTalks),
		messaging("Messaging", "MessagingGetMessages", "GET", company+"/messaging/messages/", "", "A chat's messages", listMessages),
		messaging("Messaging", "MessagingCreateMessage", "POST", company+"/messaging/messages/", "", "Send a text", createMessage),
		messaging("Contacts", "ContactsGetItems", "GET", company+"/contacts/", "contacts", "The company's contacts", listContacts),
		messaging("Contacts", "ContactsCreateItem", "POST", company+"/contacts/", "contacts", "Make a contact", createContact),
		webhooks("WebhooksGetItems", "GET", company+"/webhooks/", "The company's webhooks", listWebhooks),
		webhooks("WebhooksCreateItem", "POST", company+"/webhooks/", "Subscribe a URL", createWebhook),
		webhooks("WebhooksDeleteItem", "DELETE", company+"/webhooks/{webhook_id}", "Unsubscribe", deleteWebhook),
	}
}

// anchors are further ids under which the vendor's text links to an operation.
func anchors(id string) []string {
	switch id {
	case "ConnectionsCreateConnection":
		return []string{"ConnectionsCreateItem"}
	case "MaxPersonalInitializeSession":
		return []string{"Max personalInitializeSession"}
	case "MaxPersonalSendLoginRequest":
		return []string{"Max personalSendLoginRequest"}
	}
	return nil
}

// pageTable is the pages for people. Differs: the vendor shows a QR at params.qr_url only; a page for a login session and
// buttons that play the phone are ours.
func pageTable() []*operation {
	page := func(id, method, path string, handle func(*Fake, *call) (any, error)) *operation {
		return &operation{id: id, method: method, path: path, open: true, handle: handle}
	}
	return []*operation{
		page("docsPage", "GET", "/docs", docsPage),
		page("whatsappPage", "GET", "/qr/{radist_token}", whatsappPage),
		page("whatsappButton", "POST", "/qr/{radist_token}", button(whatsappPhone)),
		page("whatsappCodeSVG", "GET", "/qr/{radist_token}/code.svg", picture(whatsappPhone, svgPicture)),
		page("whatsappCodePNG", "GET", "/qr/{radist_token}/code.png", picture(whatsappPhone, pngPicture)),
		page("telegramPage", "GET", "/telegram/{session_id}", sessionPage(telegramPhone)),
		page("telegramButton", "POST", "/telegram/{session_id}", button(telegramPhone)),
		page("telegramCodeSVG", "GET", "/telegram/{session_id}/code.svg", picture(telegramPhone, svgPicture)),
		page("telegramCodePNG", "GET", "/telegram/{session_id}/code.png", picture(telegramPhone, pngPicture)),
		page("maxPage", "GET", "/max_personal/{session_id}", sessionPage(maxPhone)),
		page("maxButton", "POST", "/max_personal/{session_id}", button(maxPhone)),
	}
}
