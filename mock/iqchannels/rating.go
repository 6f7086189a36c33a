package iqchannels

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"sparring/mock/journal"
	"sparring/mock/limit"
	"sparring/mock/world"
)

// States of a rating. Source: iqchannels-kotlin, iqchannels-swift, RatingState.
const (
	ratingPending  = "pending"
	ratingPoll     = "poll"
	ratingRated    = "rated"
	ratingIgnored  = "ignored"
	ratingFinished = "finished"
)

// States of a request for personal data. Source: iqchannels-widget, info-request.
const (
	formPending  = "pending"
	formFinished = "finished"
	formIgnored  = "ignored"
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

func (x *Rating) wire() ratingJSON {
	out := ratingJSON{
		ID: x.ID, ProjectID: 1, TicketID: x.EnquiryID, ClientID: x.ClientID, UserID: x.UserID, State: x.State,
		Value: maybe(
			x.Value,
		), Comment: maybe(x.Comment), CreatedAt: millis(x.CreatedAt), UpdatedAt: millis(x.UpdatedAt),
	}
	if x.Poll {
		out.RatingPollID, out.RatingPoll = &poll.ID, &poll
	}
	return out
}

// ownRating returns a rating of the session's client, by the id that a request names. f.mu is held.
func (f *Fake) ownRating(r *world.Request, id int64) (*Rating, *Client, error) {
	_, client, err := f.authorized(r, f.w.Now())
	if err != nil {
		return nil, nil, err
	}
	x := f.st.rating[id]
	if x == nil {
		return nil, nil, refuse(errNotFound, "rating_unknown", fmt.Sprintf("there is no rating %d", id))
	}
	if x.ClientID != client.ID {
		return nil, nil, refuse(
			errForbidden,
			"rating_of_another",
			fmt.Sprintf("rating %d was asked of another client", id),
		)
	}
	return x, client, nil
}

// open reports whether the rating waits for an answer; if it does not, a is the answer that says so.
// Assumed: an answer that comes again changes nothing and is no error, as the widget repeats a refused call without
// end.
func (x *Rating) open(a *world.Answer) bool {
	if x.State == ratingPending || x.State == ratingPoll {
		return true
	}
	a.Why = []journal.Why{{Code: "rating_closed", Text: fmt.Sprintf("rating %d is %s already", x.ID, x.State)}}
	return false
}

// rateRating takes a client's rating. Source: iqchannels-widget, rateRating; iqchannels-kotlin, ratingsRate.
// Assumed: a value is 1 to 5, as the widget shows five stars.
func rateRating(f *Fake, r *world.Request) (world.Answer, error) {
	var in struct {
		RatingID int64 `json:"RatingId"`
		Rating   struct {
			Value   int
			Comment string
		}
	}
	if err := decode(r, &in, true); err != nil {
		return world.Answer{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	x, client, err := f.ownRating(r, in.RatingID)
	if err != nil {
		return world.Answer{}, err
	}
	if in.Rating.Value < 1 || in.Rating.Value > 5 {
		return world.Answer{}, refuse(
			errInvalid,
			"rating_value",
			fmt.Sprintf("a rating is 1 to 5, got %d", in.Rating.Value),
		)
	}
	var a world.Answer
	if x.open(&a) {
		if err := room(f.meters.ratings, int64(len(in.Rating.Comment))); err != nil {
			return world.Answer{}, err
		}
		x.State, x.Value, x.Comment, x.UpdatedAt = ratingRated, in.Rating.Value, in.Rating.Comment, f.w.Now()
		change(f.meters.ratings, &x.size, x.weight())
	}
	return f.ratingAnswer(x, client, a), nil
}

// ignoreRating notes that a client gives no rating.
// Source: iqchannels-widget, ignoreRating; iqchannels-swift, rating_ignored.
func ignoreRating(f *Fake, r *world.Request) (world.Answer, error) {
	var in struct {
		RatingID int64 `json:"RatingId"`
	}
	if err := decode(r, &in, true); err != nil {
		return world.Answer{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	x, client, err := f.ownRating(r, in.RatingID)
	if err != nil {
		return world.Answer{}, err
	}
	var a world.Answer
	if x.open(&a) {
		now := f.w.Now()
		x.State, x.UpdatedAt = ratingIgnored, now
		if m := f.ratingMessage(x); m != nil {
			f.happen(
				Event{
					Type:      "rating_ignored",
					ChatID:    m.ChatID,
					MessageID: m.ID,
					Actor:     authorClient,
					ClientID:  client.ID,
				},
				now,
			)
			f.hub.wake(client.ID)
		}
	}
	return f.ratingAnswer(x, client, a), nil
}

func (f *Fake) ratingAnswer(x *Rating, client *Client, a world.Answer) world.Answer {
	g := f.graph(client)
	g.client = true
	g.users[x.UserID] = true
	why := append(a.Why, f.st.told()...)
	a = result(x.wire(), g.rels())
	a.Why = why
	return a
}

func (f *Fake) ratingMessage(x *Rating) *Message {
	for _, m := range f.st.messages {
		if m.RatingID == x.ID {
			return m
		}
	}
	return nil
}

// queryPoll gives the poll of the client's newest rating that waits for one. Source: iqchannels-widget, getPoll.
// Assumed: what the query asks for, and the form of the answer.
func queryPoll(f *Fake, r *world.Request) (world.Answer, error) {
	var in struct{ Query json.RawMessage }
	if err := decode(r, &in, true); err != nil {
		return world.Answer{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	_, client, err := f.authorized(r, f.w.Now())
	if err != nil {
		return world.Answer{}, err
	}
	for _, x := range slices.Backward(f.st.ratings) {
		if x.ClientID == client.ID && x.State == ratingPoll {
			return data(poll), nil
		}
	}
	return data(nil), nil
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

// sendPoll keeps the answers to a poll, all or none.
// Source: iqchannels-widget, iqchannels-kotlin, iqchannels-swift, sendPoll.
// Assumed: an answer that comes again replaces the earlier one.
func sendPoll(f *Fake, r *world.Request) (world.Answer, error) {
	var in struct{ RatingPollClientAnswerInput []pollInput }
	if err := decode(r, &in, true); err != nil {
		return world.Answer{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, _, err := f.authorized(r, f.w.Now()); err != nil {
		return world.Answer{}, err
	}
	for _, p := range in.RatingPollClientAnswerInput {
		x, _, err := f.ownRating(r, p.RatingID)
		if err != nil {
			return world.Answer{}, err
		}
		known := slices.ContainsFunc(
			poll.Questions,
			func(q questionJSON) bool { return q.ID == p.RatingPollQuestionID },
		)
		if !x.Poll || !known || !slices.Contains(pollTypes, p.Type) {
			return world.Answer{}, refuse(errInvalid, "poll_answer", fmt.Sprintf(
				"rating %d has no question %d of the type %s",
				p.RatingID,
				p.RatingPollQuestionID,
				shorten([]byte(p.Type)),
			))
		}
	}
	grows := int64(0)
	for _, p := range in.RatingPollClientAnswerInput {
		grows += limit.Size(PollAnswer{Type: p.Type, Text: p.AnswerInput})
	}
	if err := room(f.meters.ratings, grows); err != nil {
		return world.Answer{}, err
	}
	a := result(nil, relsJSON{})
	for _, p := range in.RatingPollClientAnswerInput {
		if x := f.st.rating[p.RatingID]; x.open(&a) {
			x.answer(p, f.w.Now())
			change(f.meters.ratings, &x.size, x.weight())
		}
	}
	return a, nil
}

func (x *Rating) answer(p pollInput, now time.Time) {
	given := PollAnswer{
		QuestionID: p.RatingPollQuestionID,
		Type:       p.Type,
		AnswerID:   p.RatingPollAnswerID,
		Text:       p.AnswerInput,
		FCR:        p.FCR,
	}
	given.Number = max(p.AnswerStars, p.AnswerScale)
	x.Answers = slices.DeleteFunc(x.Answers, func(old PollAnswer) bool { return old.QuestionID == given.QuestionID })
	x.Answers, x.UpdatedAt = append(x.Answers, given), now
}

// finishPoll ends a poll. Source: iqchannels-widget, iqchannels-kotlin, iqchannels-swift, finishPoll. Assumed: the
// value of the rating is the
// answer to the question that counts for it.
func finishPoll(f *Fake, r *world.Request) (world.Answer, error) {
	var in struct {
		RatingID     int64 `json:"RatingId"`
		RatingPollID int64 `json:"RatingPollId"`
		Rated        bool
	}
	if err := decode(r, &in, true); err != nil {
		return world.Answer{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	x, _, err := f.ownRating(r, in.RatingID)
	if err != nil {
		return world.Answer{}, err
	}
	if !x.Poll || in.RatingPollID != poll.ID {
		return world.Answer{}, refuse(
			errNotFound,
			"poll_unknown",
			fmt.Sprintf("rating %d has no poll %d", x.ID, in.RatingPollID),
		)
	}
	a := result(nil, relsJSON{})
	if !x.open(&a) {
		return a, nil
	}
	x.State, x.UpdatedAt = ratingFinished, f.w.Now()
	for _, given := range x.Answers {
		i := slices.IndexFunc(poll.Questions, func(q questionJSON) bool { return q.ID == given.QuestionID })
		if in.Rated && i >= 0 && poll.Questions[i].AsTicketRating {
			x.Value = given.Number
		}
	}
	return a, nil
}
