package iqchannels

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// resumes: a stream that is opened again says after which event, or the history is read anew.
func resumes() rule.Rule {
	return rule.Rule{
		ID: "iqchannels.resumes", Level: verdict.Should, Provenance: journal.Observed,
		Source: "iqchannels-widget, iqchannels-kotlin, iqchannels-swift: LastEventId of /sse/chats/channel/events",
		Text:   "a stream that is opened again goes on after the last event that came",
		Judge:  func(r *rule.Record) rule.Finding { return judgeResumption(r.Entries) },
		// session by session: other clients have seen other events
		Traffic: func(entries []journal.Entry) rule.Finding {
			seen := rule.Finding{}
			by := map[string][]journal.Entry{}
			for _, e := range rule.Of(entries, "iqchannels.*") {
				by[sessionOf(e)] = append(by[sessionOf(e)], e)
			}
			for _, session := range slices.Sorted(maps.Keys(by)) {
				f := judgeResumption(by[session])
				if session == "" || f.Outcome == verdict.NothingSeen {
					continue
				}
				if seen = f; f.Outcome == verdict.Broken {
					return f
				}
			}
			return seen
		},
	}
}

func judgeResumption(entries []journal.Entry) rule.Finding {
	seen := rule.Finding{}
	last, before := int64(0), journal.Entry{}
	for _, e := range rule.Of(entries, "iqchannels.*") {
		if e.Operation == "listMessages" && succeeded(e) {
			last = 0 // whatever was missed is in it
		}
		if e.Operation != "streamEvents" {
			continue
		}
		if last > 0 {
			_, query, _ := strings.Cut(e.URL, "?")
			values, _ := url.ParseQuery(
				strings.ReplaceAll(query, "?", "&"),
			) // one of the vendor's SDKs writes two question marks
			if got, _ := strconv.ParseInt(values.Get("LastEventId"), 10, 64); got != last {
				return rule.Broken(
					[]journal.Entry{before, e},
					"expected LastEventId=%d, the last event of the stream before, got %q",
					last,
					values.Get("LastEventId"),
				)
			}
			seen = rule.Kept(before, e)
		}
		if got := lastEventOf(e); got > 0 {
			last, before = max(last, got), e
		}
	}
	return seen
}
