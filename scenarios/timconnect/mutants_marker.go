package timconnect

import (
	"slices"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// markerMutants get markers wrong.
func markerMutants() []patch {
	return []patch{
		{
			Name: "timconnect-counts-nothing", Doc: "The counts of the statistics are 0",
			Apply: func(p *policies) {
				p.Told(func(c driver.Call, r *driver.Result) {
					list, _ := r.Values["statistics"].([]any)
					for _, count := range list {
						reference.Object(count)["count"] = 0
					}
				})
			},
			Trips: reference.Trips("client.value", "the statistics count all messages of a category"),
		},
		{
			Name: "timconnect-ignores-days", Doc: "The days of the statistics are not sent",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if c.Method == "timconnect.statistics" {
						c.Params.Args = nil
					}
				})
			},
			Trips: reference.Trips("client.value", "the statistics of some days*"),
		},
		{
			Name: "timconnect-swaps-places", Doc: "Latitude and longitude are swapped",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if c.Method == "timconnect.setGeotag" {
						c.Params.Args["latitude"], c.Params.Args["longitude"] = c.Params.Args["longitude"],
							c.Params.Args["latitude"]
					}
				})
			},
			Trips: reference.Trips("timconnect.message", "the place of a message is set*"),
		},
		{
			Name: "timconnect-rounds-places", Doc: "Places are rounded to whole degrees",
			Apply: func(p *policies) { p.Asked(roundPlaces) },
			Trips: reference.Trips("timconnect.message", "the place of a message is set*"),
		},
		{
			Name: "timconnect-names-categories", Doc: "Categories are sent by name",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if c.Method == "timconnect.setCategory" {
						c.Params.Args["category"] = "Кафе и рестораны"
					}
				})
			},
			Trips: reference.Trips(
				"client.success",
				"the category of a message is chosen",
				"messages of the archive are marked*",
			),
		},
		{
			Name: "timconnect-keeps-empty-hashtags", Doc: "Empty hashtags are not sent",
			Apply: func(p *policies) { p.Around(keepEmptyHashtags) },
			Trips: reference.Trips("timconnect.message", "an empty hashtag deletes*"),
		},
		{
			Name: "timconnect-marks-only-itself", Doc: "Markers are kept and not sent",
			Apply: func(p *policies) {
				p.Around(claim(reference.Done(nil),
					"timconnect.setCategory", "timconnect.setGeotag", "timconnect.setHashtag"))
			},
			Trips: slices.Concat(
				reference.Trips("timconnect.message", "the category of a message is chosen", "the hashtag Try is set"),
				reference.Trips(
					"client.failure",
					"a marker refused in HTTP 200 is not reported as set",
					"HTTP * for a hashtag is reported as a failure",
				),
			),
		},
		{
			Name: "timconnect-sends-hashtags-with-a-sign", Doc: "Hashtags are sent with a sign before them",
			Apply: func(p *policies) {
				p.Asked(func(c *driver.Call) {
					if c.Method == "timconnect.setHashtag" {
						c.Params.Args["hashtag"] = "#" + c.Arg("hashtag")
					}
				})
			},
			Trips: reference.Trips("timconnect.message", "the hashtag * is set"),
		},
		{
			Name: "timconnect-counts-itself", Doc: "The statistics are counted from the store",
			Apply: func(p *policies) {
				p.Around(claim(reference.Done(map[string]any{"statistics": []any{}}), "timconnect.statistics"))
			},
			Trips: slices.Concat(
				reference.Trips("client.value", "the statistics count messages by category"),
				reference.Trips("client.failure", "a failure of getStatistics in HTTP 200 is reported as a failure"),
			),
		},
	}
}
