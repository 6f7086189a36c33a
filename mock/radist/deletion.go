package radist

// deleted tells what a deletion by the vendor's support took along.
type deleted struct {
	Connection int64 `json:"connection"`
	Chats      int   `json:"chats"`
	Messages   int   `json:"messages"`
	Invoices   int   `json:"invoices"`
}

// remove deletes a connection with what hangs on it: a messenger's chats and messages, a bank terminal's invoices.
// Source: radist, "Через API нельзя удалить подключения …". Assumed: its webhooks and the sessions that
// were to revive it go too.
func (x *exchange) remove(conn Connection) deleted {
	x.connections.Delete(conn.ID)
	out := x.dropUnconnected()
	out.Connection = conn.ID
	return out
}

// dropUnconnected drops what hangs on connections that are gone.
func (x *exchange) dropUnconnected() (out deleted) {
	for _, id := range x.chats.Keys() {
		if chat, _ := x.chats.Get(id); !x.connections.Has(chat.Connection) {
			out.Chats++
			out.Messages += x.dropChat(id)
		}
	}
	for _, id := range x.invoices.Keys() {
		if i, _ := x.invoices.Get(id); !x.connections.Has(i.Connection) {
			out.Invoices++
			x.invoices.Delete(id)
		}
	}
	for _, id := range x.webhooks.Keys() {
		if w, _ := x.webhooks.Get(id); w.Connection != 0 && !x.connections.Has(w.Connection) {
			x.webhooks.Delete(id)
		}
	}
	for _, id := range x.sessions.Keys() {
		s, _ := x.sessions.Get(id)
		if s.Connection != 0 && s.Ended == "" && !x.connections.Has(s.Connection) {
			s.Ended = "revoked"
			x.sessions.Put(id, s)
		}
	}
	return out
}
