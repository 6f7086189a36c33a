package radist

import (
	"time"

	"sparring/mock/world"
)

// whatsappView is the state of a whatsapp connection.
type whatsappView struct {
	Status  string  `json:"status"`
	QR      *string `json:"qr_code"`
	Expires *string `json:"expires"`
	Phone   *string `json:"phone"`
}

// whatsappStatus tells whether the phone is connected, and else gives the code to scan, a new one where the last has
// expired. Source: radist, "Подключение WhatsApp". Assumed: the fields; 400 for another type, 402 when
// unpaid; asking is what requests a code, so the answer is never "disconnected".
func whatsappStatus(f *Fake, c *call) (any, error) {
	id := c.pathID(c.Request, "connection_id")
	if err := c.ready(f); err != nil {
		return nil, err
	}
	conn, err := f.state.connection(c.company, id)
	if err != nil {
		return nil, err
	}
	if conn.Type != typeWhatsapp {
		return nil, errNotWhatsapp
	}
	if err := f.works(c, conn); err != nil {
		return nil, err
	}
	if conn.Connected {
		return whatsappView{Status: "connected", Phone: orNull(conn.Phone)}, nil
	}
	qr := f.whatsappQR(conn, c.now)
	expires := stamp(qr.Expires)
	return whatsappView{Status: string(waitingForQR), QR: &qr.Text, Expires: &expires}, nil
}

// whatsappQR gives the code to scan, renewed where it has expired.
func (f *Fake) whatsappQR(conn *Connection, now time.Time) *QR {
	if !conn.QR.live(now) {
		part := func(n int) string { return f.chance.Text(world.Alphanumeric, n) }
		conn.QR = f.newQR("2@"+part(40)+","+part(43)+"=,"+part(43)+"=", now)
	}
	return conn.QR
}
