package timconnect

import (
	"strconv"
	"time"

	"sparring/mock/fake"
)

// period is an interval of days, both inclusive, in +03:00 (T-30); a zero bound is open.
type period struct{ from, before time.Time }

func (p period) holds(t time.Time) bool {
	return (p.from.IsZero() || !t.Before(p.from)) && (p.before.IsZero() || t.Before(p.before))
}

// period reads start_date and end_date. Reversed dates hold nothing, as an interval of the server's database does.
func (x *exchange) period() (period, error) {
	from, err := x.day("start_date")
	if err != nil {
		return period{}, err
	}
	to, err := x.day("end_date")
	if err != nil {
		return period{}, err
	}
	if !to.IsZero() {
		if !from.IsZero() && to.Before(from) {
			x.Because("dates_reversed", "end_date lies before start_date, so no message is between them")
		}
		to = to.AddDate(0, 0, 1)
	}
	return period{from, to}, nil
}

// day reads a date; an absent or empty one is open. Assumed: the message is that of the server's date field.
func (x *exchange) day(name string) (time.Time, error) {
	text := x.Query().Get(name)
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.ParseInLocation(time.DateOnly, text, moscow(time.Time{}).Location())
	if err != nil {
		return time.Time{}, fieldInvalid("date_invalid", name, "Enter a valid date.")
	}
	return t, nil
}

type countJSON struct {
	Category string `json:"category"`
	Count    int    `json:"count"`
}

// getStatistics counts the caller's messages by category. Source: timconnect#L22-27 (a capability without any
// method); T-33. Assumed: all of the caller's messages count; categories without one are left out.
func (x *exchange) getStatistics() (fake.Response, error) {
	p, err := x.period()
	if err != nil {
		return refused(err)
	}
	var counts [lastID + 1]int
	for _, m := range x.inbox.All(x.device.Phone) {
		if p.holds(m.Queued) {
			counts[m.Category]++
		}
	}
	body := []countJSON{}
	for id, n := range counts {
		if n > 0 {
			body = append(body, countJSON{strconv.Itoa(id), n})
		}
	}
	return success(struct {
		answer
		Body []countJSON `json:"body"`
	}{done, body})
}
