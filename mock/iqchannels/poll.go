package iqchannels

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"sparring/mock/fake"
)

// The types of a poll's questions. Source: iqchannels-kotlin, PollOptionType.
var pollTypes = []string{"stars", "scale", "one_of_list", "fcr", "input"}

type pollJSON struct {
	ID                 int64          `json:"Id"`
	ShowOffer          bool           `json:"ShowOffer"`
	FeedbackThanks     bool           `json:"FeedbackThanks"`
	FeedbackThanksText string         `json:"FeedbackThanksText"`
	Questions          []questionJSON `json:"Questions"`
}

type questionJSON struct {
	ID             int64            `json:"Id"`
	Text           string           `json:"Text"`
	Type           string           `json:"Type"`
	AsTicketRating bool             `json:"AsTicketRating"`
	Scale          *scaleJSON       `json:"Scale"`
	Answers        []pollAnswerJSON `json:"Answers"`
}

type scaleJSON struct {
	FromValue int               `json:"FromValue"`
	ToValue   int               `json:"ToValue"`
	Items     map[string]string `json:"Items"`
}

type pollAnswerJSON struct {
	ID   int64  `json:"Id"`
	Text string `json:"Text"`
	FCR  *bool  `json:"FCR"`
}

// poll is the one poll of every world, with a question of each type. Read only. Assumed: its texts.
var poll = func() pollJSON {
	yes, no := true, false
	return pollJSON{
		ID: 1, ShowOffer: true, FeedbackThanks: true, FeedbackThanksText: "Спасибо за оценку!",
		Questions: []questionJSON{
			{ID: 1, Text: "Оцените ответ оператора", Type: "scale", AsTicketRating: true,
				Scale: &scaleJSON{FromValue: 0, ToValue: 10, Items: map[string]string{"0": "Плохо", "10": "Отлично"}}},
			{ID: 2, Text: "Насколько было удобно?", Type: "stars"},
			{
				ID:      3,
				Text:    "О чём был вопрос?",
				Type:    "one_of_list",
				Answers: []pollAnswerJSON{{ID: 1, Text: "Карты"}, {ID: 2, Text: "Вклады"}},
			},
			{
				ID:      4,
				Text:    "Вопрос решён?",
				Type:    "fcr",
				Answers: []pollAnswerJSON{{ID: 3, Text: "Да", FCR: &yes}, {ID: 4, Text: "Нет", FCR: &no}},
			},
			{ID: 5, Text: "Что улучшить?", Type: "input"},
		},
	}
}()

// queryPoll gives the poll of the client's newest rating that waits for one. Source: iqchannels-widget, getPoll.
// Assumed: what the query asks for, and the form of the answer.
func (x *exchange) queryPoll() (fake.Response, error) {
	var in struct{ Query json.RawMessage }
	if err := x.decode(&in, true); err != nil {
		return refused(err)
	}
	_, client, err := x.authorized()
	if err != nil {
		return refused(err)
	}
	for _, r := range x.ratings.Backward() {
		if r.ClientID == client.ID && r.State == ratingPoll {
			return data(poll)
		}
	}
	return data(nil)
}

// pollInput is an answer to one question as the widget and the SDKs send it.
// Source: iqchannels-kotlin, RatingPollClientAnswerInput.
type pollInput struct {
	ProjectID            int64 `json:"ProjectId"`
	ClientID             int64 `json:"ClientId"`
	RatingID             int64 `json:"RatingId"`
	RatingPollQuestionID int64 `json:"RatingPollQuestionId"`
	Type                 string
	FCR                  *bool
	RatingPollAnswerID   int64 `json:"RatingPollAnswerId"`
	AnswerInput          string
	AnswerStars          int
	AnswerScale          int
	AsTicketRating       bool
}

func (p *pollInput) answer() PollAnswer {
	return PollAnswer{
		QuestionID: p.RatingPollQuestionID, Type: p.Type, AnswerID: p.RatingPollAnswerID, Text: p.AnswerInput,
		FCR: p.FCR, Number: max(p.AnswerStars, p.AnswerScale),
	}
}

// sendPoll keeps the answers to a poll, all or none.
// Source: iqchannels-widget, iqchannels-kotlin, iqchannels-swift, sendPoll.
// Assumed: an answer that comes again replaces the earlier one.
func (x *exchange) sendPoll() (fake.Response, error) {
	var in struct{ RatingPollClientAnswerInput []pollInput }
	if err := x.decode(&in, true); err != nil {
		return refused(err)
	}
	if _, _, err := x.authorized(); err != nil {
		return refused(err)
	}
	all := Rating{}
	for _, p := range in.RatingPollClientAnswerInput {
		r, _, err := x.ownRating(p.RatingID)
		if err != nil {
			return refused(err)
		}
		known := slices.ContainsFunc(
			poll.Questions,
			func(q questionJSON) bool { return q.ID == p.RatingPollQuestionID },
		)
		if !r.Poll || !known || !slices.Contains(pollTypes, p.Type) {
			return refused(x.failed(errInvalid, "poll_answer", fmt.Sprintf(
				"rating %d has no question %d of the type %s",
				p.RatingID, p.RatingPollQuestionID, shorten([]byte(p.Type)))))
		}
		all.Answers = append(all.Answers, p.answer())
	}
	if len(all.Answers) > 0 { // they fit if one more rating with all of them does
		if err := refusedIfFull(x, x.ratings, 0, all); err != nil {
			return refused(err)
		}
	}
	for _, p := range in.RatingPollClientAnswerInput {
		if r, _ := x.ratings.Get(p.RatingID); x.takesAnswer(&r) {
			x.ratings.Put(r.ID, r.answered(p.answer(), x.Now()))
		}
	}
	return result(nil, relsJSON{})
}

// answered returns the rating with an answer, instead of an earlier one to the same question.
func (r Rating) answered(given PollAnswer, at time.Time) Rating {
	r.Answers = slices.DeleteFunc(slices.Clone(r.Answers), func(old PollAnswer) bool {
		return old.QuestionID == given.QuestionID
	})
	r.Answers, r.UpdatedAt = append(r.Answers, given), at
	return r
}

// finishPoll ends a poll. Source: iqchannels-widget, iqchannels-kotlin, iqchannels-swift, finishPoll.
// Assumed: the value of the rating is the answer to the question that counts for it.
func (x *exchange) finishPoll() (fake.Response, error) {
	var in struct {
		RatingID     int64 `json:"RatingId"`
		RatingPollID int64 `json:"RatingPollId"`
		Rated        bool
	}
	if err := x.decode(&in, true); err != nil {
		return refused(err)
	}
	r, _, err := x.ownRating(in.RatingID)
	if err != nil {
		return refused(err)
	}
	if !r.Poll || in.RatingPollID != poll.ID {
		return refused(x.failed(errNotFound, "poll_unknown",
			fmt.Sprintf("rating %d has no poll %d", r.ID, in.RatingPollID)))
	}
	if !x.takesAnswer(&r) {
		return result(nil, relsJSON{})
	}
	r.State, r.UpdatedAt = ratingFinished, x.Now()
	for _, given := range r.Answers {
		i := slices.IndexFunc(poll.Questions, func(q questionJSON) bool { return q.ID == given.QuestionID })
		if in.Rated && i >= 0 && poll.Questions[i].AsTicketRating {
			r.Value = given.Number
		}
	}
	x.ratings.Put(r.ID, r)
	return result(nil, relsJSON{})
}
