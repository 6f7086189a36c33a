package check

import (
	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// timconnectArchiveRestores: the archive fills the store of a new installation; new messages come from the queue.
func timconnectArchiveRestores() Rule {
	return Rule{
		ID: "timconnect.archive-restores", Level: verdict.Should, Provenance: journal.Documented, Always: true,
		Source: timconnectPage + ", recommended order of work: the archive only to restore on the first installation",
		Text:   "the archive is read only to restore messages",
		Judge: func(r *Record) Finding {
			seen := Finding{}
			for i := range r.Claims {
				c := &r.Claims[i]
				read := Of(c.During(r.Entries), "timconnect.listMessages")
				switch {
				case c.Method == "timconnect.receiveMessages" && len(read) == 0:
					if queue := Of(c.During(r.Entries), "timconnect.listQueue"); len(queue) > 0 {
						seen = Kept(queue...)
					}
				case c.Method != "timconnect.restoreMessages" && len(read) > 0 && concurrent(r.Claims, i) == 1:
					return Broken(read, "expected the archive to be left alone by %s, it was read %d times", c.Method, len(read))
				case len(read) > 0:
					seen = Kept(read...)
				}
			}
			return seen
		},
	}
}
