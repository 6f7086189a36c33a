package timconnect

import (
	"encoding/json"
	"strconv"

	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// allPages: a list that is given out as a success was read to its last page.
func allPages() rule.Rule {
	lists := map[string]string{"timconnect.restoreMessages": "listMessages", "timconnect.receiveMessages": "listQueue"}
	return rule.Rule{
		ID: "timconnect.all-pages", Level: verdict.Should, Provenance: journal.Derived, Always: true,
		Source: pageSource + ", “paging” in the answers",
		Text:   "lists are read to their last page",
		Judge: func(r *rule.Record) rule.Finding {
			seen := rule.Finding{}
			for i := range r.Claims {
				c := &r.Claims[i]
				if !c.OK || lists[c.Method] == "" {
					continue
				}
				highest, pages := 0, 0
				var read []journal.Entry
				for _, e := range rule.Of(c.During(r.Entries), "timconnect."+lists[c.Method]) {
					if !succeeded(e) {
						continue
					}
					read = append(read, e)
					page, of := pageOf(e)
					highest, pages = max(highest, page), of
				}
				if highest < pages {
					return rule.Broken(
						read,
						"expected %s to read %d pages, the last that it read is %d",
						c.Method,
						pages,
						highest,
					)
				}
				if len(read) > 0 {
					seen = rule.Kept(read...)
				}
			}
			return seen
		},
	}
}

// pageOf reads the paging of an answer.
func pageOf(e journal.Entry) (page, pages int) {
	var body struct {
		Paging struct {
			Pages int    `json:"pages"`
			Page  string `json:"page"`
		} `json:"paging"`
	}
	if e.Response == nil || json.Unmarshal(e.Response.Body, &body) != nil {
		return 0, 0
	}
	page, _ = strconv.Atoi(body.Paging.Page) // what is not a number was not asked for as one
	return page, body.Paging.Pages
}
