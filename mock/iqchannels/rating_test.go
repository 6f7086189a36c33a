package iqchannels

import "testing"

// TestRatings: a rating is asked for and given, declined, and given by a poll.
func TestRatings(t *testing.T) {
	l := newLife(t, nil)
	asked := l.raise("rating.requested", nil, "message_created")
	if m := l.last.rels["ChatMessages"][0]; m["Payload"] != "rating" || m["RatingId"] != asked["rating"] {
		t.Errorf("message %v", m)
	}
	if r := l.last.rels["Ratings"][0]; r["State"] != "pending" || r["Value"] != nil || r["RatingPoll"] != nil {
		t.Errorf("rating %v", r)
	}
	l.refused(
		"rateRating",
		map[string]any{"RatingId": asked["rating"], "Rating": map[string]any{"Value": 6}},
		"invalid",
		"rating_value",
	)
	l.refused(
		"rateRating",
		map[string]any{"RatingId": 99, "Rating": map[string]any{"Value": 5}},
		"not_found",
		"rating_unknown",
	)
	rated := l.ask(
		"rateRating",
		map[string]any{"RatingId": asked["rating"], "Rating": map[string]any{"Value": 4, "Comment": "Быстро"}},
	)
	if rated["State"] != "rated" || rated["Value"] != 4.0 || rated["Comment"] != "Быстро" {
		t.Errorf("rated %v", rated)
	}
	if again := l.ask("rateRating", map[string]any{"ratingId": asked["rating"],
		"rating": map[string]any{"Value": 1}}); again["Value"] != 4.0 {
		t.Errorf("rated twice: %v", again)
	}

	asked = l.raise("rating.requested", nil, "message_created")
	if ignored := l.ask("ignoreRating", map[string]any{"RatingId": asked["rating"]}); ignored["State"] != "ignored" {
		t.Errorf("ignored %v", ignored)
	}
	l.read("ignoreRating", "rating_ignored")
	if r := l.last.rels["Ratings"][0]; r["State"] != "ignored" ||
		*l.last.events[0].MessageID != int64(asked["message"].(float64)) {
		t.Errorf("rating %v, event %+v", r, l.last.events[0])
	}

	if e := l.call("queryPoll", map[string]any{"Query": nil}, bearing(l.session)); string(e.Data) != "null" {
		t.Errorf("a poll before it is asked for: %s", e.Data)
	}
	asked = l.raise("rating.requested", map[string]any{"poll": true}, "message_created")
	if r := l.last.rels["Ratings"][0]; r["State"] != "poll" || r["RatingPoll"] == nil ||
		len(l.last.rels["RatingPolls"]) != 1 {
		t.Errorf("rating %v", l.last.rels)
	}
	p := l.ask("queryPoll", map[string]any{"Query": map[string]any{"RatingId": asked["rating"]}})
	answers := []any{}
	for _, q := range p["Questions"].([]any) {
		q := q.(map[string]any)
		answer := map[string]any{
			"RatingId":             asked["rating"],
			"RatingPollQuestionId": q["Id"],
			"Type":                 q["Type"],
			"ClientId":             1,
			"ProjectId":            1,
		}
		switch q["Type"] {
		case "scale":
			answer["AnswerScale"] = 9
		case "stars":
			answer["AnswerStars"] = 3
		case "input":
			answer["AnswerInput"] = "Ничего"
		default:
			first := q["Answers"].([]any)[0].(map[string]any)
			answer["RatingPollAnswerId"], answer["FCR"] = first["Id"], first["FCR"]
		}
		answers = append(answers, answer)
	}
	bad := map[string]any{"RatingId": asked["rating"], "RatingPollQuestionId": 99, "Type": "stars"}
	l.refused(
		"sendPoll",
		map[string]any{"RatingPollClientAnswerInput": []any{answers[0], bad}},
		"invalid",
		"poll_answer",
	)
	if n := len(l.facts().Ratings[2].Answers); n != 0 {
		t.Errorf("%d answers of a refused list were kept", n)
	}
	l.ask("sendPoll", map[string]any{"RatingPollClientAnswerInput": answers})
	l.ask("finishPoll", map[string]any{"RatingId": asked["rating"], "RatingPollId": p["Id"], "Rated": true})
	if r := l.facts().Ratings[2]; r.State != "finished" || r.Value != 9 || len(r.Answers) != len(answers) {
		t.Errorf("after the poll: %+v", r)
	}
	other, _ := l.login(TokenPlain)
	if e := l.call("ignoreRating", map[string]any{"RatingId": asked["rating"]},
		bearing(other)); e.code() != "forbidden" {
		t.Errorf("another client's rating: %s", e.code())
	}
}
