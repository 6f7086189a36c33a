package bonder

import (
	"context"
	"math"
	"net/http"
	"slices"
	"strings"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// dataMutants get what is sent or handed out wrong.
func dataMutants() []patch {
	return []patch{
		{
			Name: "bonder-claims-without-saving", Doc: "A save is called a success and never sent",
			Apply: func(p *policies) {
				p.Around(func(ctx context.Context, c driver.Call, next reference.Handler) driver.Result {
					if c.Method == "bonder.saveCard" {
						return reference.Done(nil)
					}
					return next(ctx, c)
				})
			},
			Trips: reference.Trips(
				"bonder.holds",
				"a value is saved",
				"values of both kinds*",
				"a value is cleared*",
				"the values of the vendor's samples*",
				"five languages are saved",
				"keywords of 150 *",
			),
		},
		{
			Name: "bonder-keeps-only-the-id", Doc: "Code and address of a new profile are dropped",
			Apply: func(p *policies) {
				p.Told(func(_ driver.Call, r *driver.Result) {
					delete(r.Values, "card_qrc")
					delete(r.Values, "card_addr")
				})
			},
			Trips: reference.Trips("client.value", "all three values of a new profile*"),
		},
		{
			Name: "bonder-creates-again", Doc: "A creation that got no response is sent again",
			Apply: func(p *policies) {
				p.RepeatLost = func(r request, l reference.Loss) bool {
					return l.Before < 1 && !l.Unread && !reference.Silent(l.Err) && r.method == http.MethodPost ||
						repeatHarmless(r, l)
				}
			},
			Trips: reference.Trips("client.failure", "a profile whose creation got no response is not created again"),
		},
		{
			Name: "bonder-knows-lost-outcomes", Doc: "A lost outcome is called a failure",
			Apply: func(p *policies) {
				p.unanswered = func(ctx context.Context, r request, reason error) driver.Result {
					f := unknownOutcome(ctx, r, reason)
					if !r.harmless() {
						f.Error.Advice = driver.RetryNow
					}
					return f
				}
			},
			Trips: reference.Trips(
				"client.advice",
				"a profile whose creation got no response is not created again",
				"a creation that gets no response has an unknown outcome",
			),
		},
		{
			Name: "bonder-lower-cases-card-ids", Doc: "Card ids lose their capital letters",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) { c.Params.Args["card_id"] = strings.ToLower(c.Arg("card_id")) })
			},
			Trips: reference.Trips(
				"client.success",
				"a card id keeps*",
				"a profile is deleted",
				"one language is deleted*",
				"a card is switched off",
				"a photo is switched*",
				"a language is switched on",
			),
		},
		{
			Name: "bonder-sends-long-names", Doc: "Names are not checked",
			Apply: func(p *policies) { p.longestName = math.MaxInt },
			Trips: reference.Trips(
				"client.failure",
				"a name of 26 letters is not sent, and the old one is kept",
				"the caller is told to correct a refused value",
			),
		},
		{
			Name: "bonder-sends-long-keywords", Doc: "Keywords are not checked",
			Apply: func(p *policies) { p.longestKeywords = math.MaxInt },
			Trips: reference.Trips("client.failure", "keywords of more than 150*"),
		},
		{
			Name: "bonder-bounds-too-low", Doc: "Names of 25 and keywords of 150 characters are refused",
			Apply: func(p *policies) {
				p.longestName--
				p.longestKeywords--
			},
			Trips: reference.Trips("client.success", "a name of 25 letters*", "keywords of 150 *"),
		},
		{
			Name: "bonder-bounds-too-high", Doc: "Names of 26 and keywords of 151 characters are sent",
			Apply: func(p *policies) {
				p.longestName++
				p.longestKeywords++
			},
			Trips: reference.Trips(
				"client.failure",
				"a name of 26 letters is not sent, and the old one is kept",
				"keywords of more than 150*",
			),
		},
		{
			Name: "bonder-counts-bytes", Doc: "Bytes are counted where letters are meant",
			Apply: func(p *policies) { p.length = func(text string) int { return len(text) } },
			Trips: reference.Trips("client.success", "a name of 25 Cyrillic letters*"),
		},
		{
			Name: "bonder-sends-six-languages", Doc: "Six languages are sent in one request",
			Apply: func(p *policies) { p.mostLanguages = math.MaxInt },
			Trips: reference.Trips("bonder.five-languages", "six languages*"),
		},
		{
			Name: "bonder-drops-the-sixth-language", Doc: "Only the first five languages are sent",
			Apply: func(p *policies) { p.Asked(dropTheSixth) },
			Trips: reference.Trips("bonder.holds", "six languages*"),
		},
		{
			Name: "bonder-encodes-thumbnails-for-urls", Doc: "Thumbnails are sent in the alphabet of base64 for URLs",
			Apply: func(p *policies) { p.SentBody(encodeThumbnailForURLs) },
			Trips: reference.Trips("bonder.holds", "a thumbnail *"),
		},
		{
			Name: "bonder-sends-the-whole-card", Doc: "A save sends everything that was loaded",
			Apply: func(p *policies) { p.Around(sendTheWholeCard) },
			Trips: reference.Trips("journal.body", "only changed values are sent"),
		},
		{
			Name: "bonder-deletes-the-profile-for-a-language", Doc: "Deleting a language deletes the profile",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if c.Method == "bonder.deleteLanguage" {
						c.Method = "bonder.deleteCard"
					}
				})
			},
			Trips: reference.Trips("bonder.honest-success", "one language is deleted*"),
		},
		{
			Name: "bonder-switches-the-wrong-way", Doc: "On is off",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) { on, _ := c.Params.Args["on"].(bool); c.Params.Args["on"] = !on })
			},
			Trips: reference.Trips(
				"bonder.holds",
				"a card is switched off",
				"a photo is switched*",
				"a language is switched on",
			),
		},
		{
			Name: "bonder-only-switches-on", Doc: "Photos and languages are never switched off",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if what := c.Arg("what"); what == "photo" || what == "language" {
						c.Params.Args["on"] = true
					}
				})
			},
			Trips: reference.Trips(
				"bonder.holds",
				"a photo is switched off",
				"a language is switched on and off again",
			),
		},
		{
			Name: "bonder-never-switches-cards-on", Doc: "A card that is switched off stays off",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if c.Arg("what") == "card" {
						c.Params.Args["on"] = false
					}
				})
			},
			Trips: reference.Trips("bonder.holds", "a card is switched off and on again"),
		},
		{
			Name: "bonder-deletes-without-a-language", Doc: "An empty language is left out of the path",
			Apply: func(p *policies) { p.needsLanguage = false },
			Trips: reference.Trips("bonder.profiles", "an empty language does not delete the profile"),
		},
		{
			Name: "bonder-deletes-the-last-profile", Doc: "The profile that was created last is deleted",
			Apply: func(p *policies) { p.Around(deleteTheLast()) },
			Trips: reference.Trips("client.failure", "the profile that was meant*"),
		},
		{
			Name: "bonder-sends-short-names", Doc: "Names of one letter are sent",
			Apply: func(p *policies) { p.shortestName = 1 },
			Trips: reference.Trips("client.failure", "a name of one letter*"),
		},
		{
			Name: "bonder-loses-sections-of-long-saves", Doc: "A save in several parts sends languages only",
			Apply: func(p *policies) { p.Asked(loseSections) },
			Trips: reference.Trips("bonder.holds", "settings and contacts are saved*"),
		},
		{
			Name: "bonder-overlooks-later-parts", Doc: "Only the first part of a save is looked at",
			Apply: func(p *policies) { p.Around(overlookLaterParts) },
			Trips: slices.Concat(
				reference.Trips("bonder.holds", "a save whose second part is refused*"),
				reference.Trips("client.value", "a warning about the second part*"),
			),
		},
		{
			Name: "bonder-overlooks-earlier-parts", Doc: "Only the last part of a save is looked at",
			Apply: func(p *policies) { p.Around(overlookEarlierParts) },
			Trips: slices.Concat(
				reference.Trips("fidelity.up", "a save whose first part is refused*"),
				reference.Trips("client.value", "a warning about the first part*"),
			),
		},
		{
			Name: "bonder-switches-by-number", Doc: "Switches are sent as 1 and 0",
			Apply: func(p *policies) {
				p.Sent(func(r *http.Request) {
					r.URL.Path = strings.NewReplacer("/enable", "/1", "/disable", "/0").Replace(r.URL.Path)
				})
			},
			Trips: reference.Trips("unasked.violation", "a card is switched off"),
		},
		{
			Name: "bonder-posts-switches", Doc: "Switches are sent by POST",
			Apply: func(p *policies) {
				p.Sent(func(r *http.Request) {
					if reference.PathEnds(r, "able") {
						r.Method = http.MethodPost
					}
				})
			},
			Trips: reference.Trips("unasked.unmatched", "a language is switched on"),
		},
	}
}
