package radist

import "sparring/mock/fake"

// handler answers an operation. Beside a refusal it may return the places of a malformed request.
type handler = func(x *exchange) (fake.Response, error)

// operation is one row of the table that the dispatch and the docs page are made from.
type operation struct {
	id, tag, method, path, summary string
	open                           bool   // takes no key
	scope                          string // needed of the key; empty: any key
	company                        bool   // its path names a company
	class                          string // further rate limit: "chats", "contacts"
	body                           bool   // takes JSON
	handle                         handler
}

// table is every operation of the API. The docs page shows it under the vendor's anchors.
func table() []*operation {
	const company = "/companies/{company_id}"
	const item = company + "/connections/{connection_id}"
	connections := func(tag, id, method, path, summary string, handle handler) *operation {
		return &operation{
			id:      id,
			tag:     tag,
			method:  method,
			path:    path,
			summary: summary,
			scope:   "connections",
			company: true,
			body:    method != "GET",
			handle:  handle,
		}
	}
	messaging := func(tag, id, method, path, class, summary string, handle handler) *operation {
		return &operation{
			id:      id,
			tag:     tag,
			method:  method,
			path:    path,
			summary: summary,
			scope:   "messaging",
			company: true,
			class:   class,
			body:    method != "GET",
			handle:  handle,
		}
	}
	webhooks := func(id, method, path, summary string, handle handler) *operation {
		return &operation{
			id:      id,
			tag:     "Webhooks",
			method:  method,
			path:    path,
			summary: summary,
			scope:   "webhooks",
			company: true,
			body:    method == "POST",
			handle:  handle,
		}
	}
	return []*operation{
		connections(
			"Connections",
			"ConnectionsGetItems",
			"GET",
			company+"/connections/",
			"The company's connections",
			(*exchange).listConnections,
		),
		connections(
			"Connections",
			"ConnectionsCreateConnection",
			"POST",
			company+"/connections/",
			"Make a connection",
			(*exchange).createConnection,
		),
		connections("Connections", "ConnectionsGetItem", "GET", item, "One connection", (*exchange).getConnection),
		connections(
			"Connections",
			"ConnectionsUpdateItem",
			"PATCH",
			item,
			"Replace its API key or name",
			(*exchange).updateConnection,
		),
		connections(
			"Connections",
			"ConnectionsGetWhatsappInstanceStatus",
			"GET",
			item+"/whatsapp/status",
			"Its state and QR code",
			(*exchange).whatsappStatus,
		),
		connections(
			"Telegram",
			"TelegramInitializeSession",
			"POST",
			company+"/telegram/init",
			"Open a login session",
			(*exchange).telegramInit,
		),
		connections(
			"Telegram",
			"TelegramSendLoginRequest",
			"POST",
			company+"/telegram/login",
			"Poll it, or send the code or the password",
			(*exchange).telegramLogin,
		),
		connections(
			"Max personal",
			"MaxPersonalInitializeSession",
			"POST",
			company+"/max_personal/init",
			"Open a login session",
			(*exchange).maxInit,
		),
		connections(
			"Max personal",
			"MaxPersonalSendLoginRequest",
			"POST",
			company+"/max_personal/login",
			"Send the code",
			(*exchange).maxLogin,
		),
		{
			id:      "CompaniesGetItems",
			tag:     "Companies",
			method:  "GET",
			path:    "/companies/",
			summary: "The key's companies",
			handle:  (*exchange).listCompanies,
		},
		{
			id:      "UsersGetMe",
			tag:     "Users",
			method:  "GET",
			path:    "/users/me",
			summary: "The key's user",
			handle:  (*exchange).getUser,
		},
		messaging(
			"Messaging",
			"MessagingGetChatsSources",
			"GET",
			company+"/messaging/chats/sources/",
			"chats",
			"Where chats can be made",
			(*exchange).chatSources,
		),
		messaging(
			"Messaging",
			"MessagingCreateChat",
			"POST",
			company+"/messaging/chats/",
			"chats",
			"Find or make a chat",
			(*exchange).createChat,
		),
		messaging(
			"Messaging",
			"MessagingGetChatsWithContacts",
			"GET",
			company+"/messaging/chats/with_contacts/",
			"chats",
			"Contacts with their chats",
			(*exchange).listTalks,
		),
		messaging(
			"Messaging",
			"MessagingGetMessages",
			"GET",
			company+"/messaging/messages/",
			"",
			"A chat's messages",
			(*exchange).listMessages,
		),
		messaging(
			"Messaging",
			"MessagingCreateMessage",
			"POST",
			company+"/messaging/messages/",
			"",
			"Send a text",
			(*exchange).createMessage,
		),
		messaging(
			"Contacts",
			"ContactsGetItems",
			"GET",
			company+"/contacts/",
			"contacts",
			"The company's contacts",
			(*exchange).listContacts,
		),
		messaging(
			"Contacts",
			"ContactsCreateItem",
			"POST",
			company+"/contacts/",
			"contacts",
			"Make a contact",
			(*exchange).createContact,
		),
		webhooks("WebhooksGetItems", "GET", company+"/webhooks/", "The company's webhooks", (*exchange).listWebhooks),
		webhooks("WebhooksCreateItem", "POST", company+"/webhooks/", "Subscribe a URL", (*exchange).createWebhook),
		webhooks(
			"WebhooksDeleteItem",
			"DELETE",
			company+"/webhooks/{webhook_id}",
			"Unsubscribe",
			(*exchange).deleteWebhook,
		),
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

// pageTable is the pages for people. Differs: the vendor shows a QR at params.qr_url only; a page for a login session
// and
// buttons that play the phone are ours.
func pageTable() []*operation {
	page := func(id, method, path string, handle handler) *operation {
		return &operation{id: id, method: method, path: path, open: true, handle: handle}
	}
	return []*operation{
		page("docsPage", "GET", "/docs", (*exchange).docsPage),
		page("whatsappPage", "GET", "/qr/{radist_token}", phonePage((*exchange).whatsappPhone)),
		page("whatsappButton", "POST", "/qr/{radist_token}", button((*exchange).whatsappPhone)),
		page("whatsappCodeSVG", "GET", "/qr/{radist_token}/code.svg", picture((*exchange).whatsappPhone, svgPicture)),
		page("whatsappCodePNG", "GET", "/qr/{radist_token}/code.png", picture((*exchange).whatsappPhone, pngPicture)),
		page("telegramPage", "GET", "/telegram/{session_id}", phonePage((*exchange).telegramPhone)),
		page("telegramButton", "POST", "/telegram/{session_id}", button((*exchange).telegramPhone)),
		page(
			"telegramCodeSVG",
			"GET",
			"/telegram/{session_id}/code.svg",
			picture((*exchange).telegramPhone, svgPicture),
		),
		page(
			"telegramCodePNG",
			"GET",
			"/telegram/{session_id}/code.png",
			picture((*exchange).telegramPhone, pngPicture),
		),
		page("maxPage", "GET", "/max_personal/{session_id}", phonePage((*exchange).maxPhone)),
		page("maxButton", "POST", "/max_personal/{session_id}", button((*exchange).maxPhone)),
	}
}
