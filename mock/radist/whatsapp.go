package radist

import (
	"sparring/mock/fake"
	"sparring/mock/world"
)

// whatsappView is the state of a whatsapp connection.
type whatsappView struct {
	Status  string  `json:"status"`
	QR      *string `json:"qr_code"`
	Expires *string `json:"expires"`
	Phone   *string `json:"phone"`
}

// whatsappStatus shows whether the phone is connected, and else gives the code to scan, a new one where the last has
// expired. Source: radist, "Подключение WhatsApp". Assumed: the fields; 400 for another type, 402 when
// unpaid; asking is what requests a code, so the answer is never "disconnected".
func (x *exchange) whatsappStatus() (fake.Response, error) {
	conn, err := x.pathConnection()
	if err != nil {
		return refused(err)
	}
	if conn.Type != typeWhatsapp {
		return refused(errNotWhatsapp)
	}
	if err := x.works(&conn); err != nil {
		return refused(err)
	}
	if conn.Connected {
		return success(whatsappView{Status: "connected", Phone: orNull(conn.Phone)})
	}
	qr := x.showQR(conn)
	expires := stamp(qr.Expires)
	return success(whatsappView{Status: string(waitingForQR), QR: &qr.Text, Expires: &expires})
}

// showQR returns the code of a connection that is to be scanned, a new one if the last one has expired.
func (x *exchange) showQR(conn Connection) *QR {
	if qr := x.whatsappQR(conn.QR); qr != conn.QR {
		conn.QR = qr
		x.connections.Put(conn.ID, conn)
	}
	return conn.QR
}

// whatsappQR returns the code while it lives, then a new one.
func (x *exchange) whatsappQR(last *QR) *QR {
	if last.live(x.Now()) {
		return last
	}
	part := func(n int) string { return x.Chance().Text(world.Alphanumeric, n) }
	return x.newQR("2@" + part(40) + "," + part(43) + "=," + part(43) + "=")
}
