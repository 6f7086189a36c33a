package timconnect

import (
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// archiveRestores: the archive fills the store of a new installation; new messages come from the queue.
func archiveRestores() rule.Rule {
	return rule.Rule{
		ID: "timconnect.archive-restores", Level: verdict.Should, Provenance: journal.Documented, Always: true,
		Source: pageSource + ", recommended order of work: the archive only to restore on the first installation",
		Text:   "the archive is read only to restore messages",
		Judge: func(r *rule.Record) rule.Finding {
			seen := rule.Finding{}
			for i := range r.Claims {
				c := &r.Claims[i]
				read := rule.Of(c.During(r.Entries), "timconnect.listMessages")
				switch {
				case c.Method == "timconnect.receiveMessages" && len(read) == 0:
					if queue := rule.Of(c.During(r.Entries), "timconnect.listQueue"); len(queue) > 0 {
						seen = rule.Kept(queue...)
					}
				case c.Method != "timconnect.restoreMessages" && len(read) > 0 && rule.Concurrent(r.Claims, i) == 1:
					return rule.Broken(
						read,
						"expected the archive to be left alone by %s, it was read %d times",
						c.Method,
						len(read),
					)
				case len(read) > 0:
					seen = rule.Kept(read...)
				}
			}
			return seen
		},
	}
}
