package timconnect

import (
	"fmt"
	"net/http"
	"slices"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// messageMutants get the way of messages wrong.
func messageMutants() []patch {
	return []patch{
		{
			Name: "timconnect-never-reports", Doc: "Messages are not reported as delivered",
			Apply: func(p *policies) { p.reports = func([]string) []string { return nil } },
			Trips: reference.Trips(
				"timconnect.queue",
				"a message is taken from the queue*",
				"the message of a push is reported*",
				"a message that was sent by*",
				"one device calls, and*",
			),
		},
		{
			Name: "timconnect-reports-only-the-first", Doc: "Of several messages one is reported",
			Apply: func(p *policies) { p.reports = func(ids []string) []string { return ids[:min(1, len(ids))] } },
			Trips: reference.Trips("timconnect.queue", "several messages are all reported"),
		},
		{
			Name: "timconnect-claims-its-reports", Doc: "A report that failed is called a success",
			Apply: func(p *policies) {
				p.Received(claimReports())
			},
			Trips: reference.Trips("client.failure", "a failed delivery report is reported as a failure"),
		},
		{
			Name: "timconnect-stores-nothing", Doc: "Messages are shown and not stored",
			Apply: func(p *policies) { p.stores = false },
			Trips: slices.Concat(
				reference.Trips(
					"timconnect.told",
					"received messages are in the feed",
					"restored messages are in the feed",
					"the message of a push is in the feed",
				),
				reference.Trips("client.value", "one device shows a push*"),
			),
		},
		{
			Name: "timconnect-feeds-from-the-server", Doc: "The feed is read from the server",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if c.Method == "timconnect.feed" {
						c.Method = "timconnect.restoreMessages"
					}
				})
			},
			Trips: reference.Trips("journal.count", "the feed comes from the store*"),
		},
		{
			Name: "timconnect-tells-twice", Doc: "A message that comes again is told again",
			Apply: func(p *policies) { p.isNew = func(bool) bool { return true } },
			Trips: reference.Trips(
				"client.received",
				"a message whose report failed*",
				"the message of a push that*",
				"a message that came by push*",
			),
		},
		{
			Name: "timconnect-reports-between-pages", Doc: "Every page is reported before the next is read",
			Apply: func(p *policies) { p.reportsAt = also(p.reportsAt, afterEachPage) },
			Trips: reference.Trips("timconnect.told", "a queue of several pages*"),
		},
		{
			Name: "timconnect-reads-one-page", Doc: "Lists are read to the end of their first page",
			Apply: func(p *policies) { p.lastPage = func(*envelope) int { return 1 } },
			Trips: reference.Trips(
				"timconnect.all-pages",
				"the archive is restored to its last page",
				"a queue of several pages*",
			),
		},
		{
			Name: "timconnect-reports-pushes-unread", Doc: "A push is reported before its message is loaded",
			Apply: func(p *policies) { p.reportsAt = also(p.reportsAt, beforeLoading) },
			Trips: reference.Trips(
				"timconnect.report-after-load",
				"a message that could not be loaded*",
				"a push is shown*",
			),
		},
		{
			Name: "timconnect-reads-the-archive-for-news", Doc: "New messages are read by the archive's request",
			Apply: func(p *policies) { p.Sent(readTheArchive) },
			Trips: reference.Trips("timconnect.archive-restores", "the archive is left alone*"),
		},
		{
			Name: "timconnect-shows-nothing", Doc: "Pushes are not shown",
			Apply: func(p *policies) { p.notify = func(driver.Call, any) {} },
			Trips: reference.Trips("client.shown", "a push is shown*", "one device *"),
		},
		{
			Name: "timconnect-ids-of-32-bits", Doc: "Ids are kept in 32 bits",
			Apply: func(p *policies) { p.messageID = number(func(id int64) int64 { return int64(int32(id)) }) },
			Trips: reference.Trips("client.success", "ids beyond *", "a kitten with an id beyond 31 bits*"),
		},
		{
			Name: "timconnect-ids-as-floats", Doc: "Ids are kept as floating point numbers",
			Apply: func(p *policies) { p.messageID = number(func(id int64) int64 { return int64(float64(id)) }) },
			Trips: reference.Trips("client.success", "ids beyond 53 bits*"),
		},
		{
			Name: "timconnect-reports-ids-as-words", Doc: "Ids are reported as one text",
			Apply: func(p *policies) {
				p.SentBody(func(_ *http.Request, body map[string]any) {
					if ids, ok := body["ids"]; ok {
						body["ids"] = fmt.Sprint(ids)
					}
				})
			},
			Trips: reference.Trips("unasked.violation", "a message is taken from the queue*"),
		},
		{
			Name: "timconnect-reports-the-archive", Doc: "Restored messages are reported",
			Apply: func(p *policies) { p.reportsAt = also(p.reportsAt, afterRestoring) },
			Trips: reference.Trips("journal.count", "restored messages are not reported"),
		},
		{
			Name: "timconnect-restores-everything", Doc: "The days of a restoration are not sent",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if c.Method == "timconnect.restoreMessages" {
						delete(c.Params.Args, "from")
						delete(c.Params.Args, "to")
					}
				})
			},
			Trips: reference.Trips("timconnect.told", "the messages of some days are restored"),
		},
		{
			Name: "timconnect-refuses-empty-lists", Doc: "An empty list is taken for a failure",
			Apply: func(p *policies) { p.Received(requireList) },
			Trips: reference.Trips("client.success", "an empty archive*", "an empty queue*"),
		},
	}
}
