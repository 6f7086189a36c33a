package iqchannels

import (
	"fmt"

	"sparring/mock/fake"
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

func (r *Rating) wire() ratingJSON {
	out := ratingJSON{
		ID: r.ID, ProjectID: 1, TicketID: r.EnquiryID, ClientID: r.ClientID, UserID: r.UserID, State: r.State,
		Value: maybe(r.Value), Comment: maybe(r.Comment), CreatedAt: millis(r.CreatedAt),
		UpdatedAt: millis(r.UpdatedAt),
	}
	if r.Poll {
		out.RatingPollID, out.RatingPoll = &poll.ID, &poll
	}
	return out
}

// ownRating returns a rating of the session's client, by the id that a request names.
func (x *exchange) ownRating(id int64) (Rating, Client, error) {
	_, client, err := x.authorized()
	if err != nil {
		return Rating{}, client, err
	}
	r, ok := x.ratings.Get(id)
	switch {
	case !ok:
		err = x.failed(errNotFound, "rating_unknown", fmt.Sprintf("there is no rating %d", id))
	case r.ClientID != client.ID:
		err = x.failed(errForbidden, "rating_of_another", fmt.Sprintf("rating %d was asked of another client", id))
	}
	return r, client, err
}

// takesAnswer reports whether a rating waits for an answer; if it does not, the journal says so.
// Assumed: an answer that comes again changes nothing and is no error, as the widget repeats a refused call without
// end.
func (x *exchange) takesAnswer(r *Rating) bool {
	if r.State == ratingPending || r.State == ratingPoll {
		return true
	}
	if !x.Explained() { // once for all answers of a request
		x.Because("rating_closed", fmt.Sprintf("rating %d is %s already", r.ID, r.State))
	}
	return false
}

// rateRating takes a client's rating. Source: iqchannels-widget, rateRating; iqchannels-kotlin, ratingsRate.
// Assumed: a value is 1 to 5, as the widget shows five stars.
func (x *exchange) rateRating() (fake.Response, error) {
	var in struct {
		RatingID int64 `json:"RatingId"`
		Rating   struct {
			Value   int
			Comment string
		}
	}
	if err := x.decode(&in, true); err != nil {
		return refused(err)
	}
	r, client, err := x.ownRating(in.RatingID)
	if err != nil {
		return refused(err)
	}
	if in.Rating.Value < 1 || in.Rating.Value > 5 {
		return refused(x.failed(errInvalid, "rating_value",
			fmt.Sprintf("a rating is 1 to 5, got %d", in.Rating.Value)))
	}
	if x.takesAnswer(&r) {
		r.State, r.Value, r.Comment, r.UpdatedAt = ratingRated, in.Rating.Value, in.Rating.Comment, x.Now()
		if err := refusedIfFull(x, x.ratings, r.ID, r); err != nil {
			return refused(err)
		}
		x.ratings.Put(r.ID, r)
	}
	return x.showRating(&r, &client)
}

// ignoreRating notes that a client gives no rating.
// Source: iqchannels-widget, ignoreRating; iqchannels-swift, rating_ignored.
func (x *exchange) ignoreRating() (fake.Response, error) {
	var in struct {
		RatingID int64 `json:"RatingId"`
	}
	if err := x.decode(&in, true); err != nil {
		return refused(err)
	}
	r, client, err := x.ownRating(in.RatingID)
	if err != nil {
		return refused(err)
	}
	if x.takesAnswer(&r) {
		r.State, r.UpdatedAt = ratingIgnored, x.Now()
		x.ratings.Put(r.ID, r)
		for _, m := range x.messages.All() {
			if m.RatingID == r.ID {
				x.happen(Event{
					Type: "rating_ignored", ChatID: m.ChatID, MessageID: m.ID, Actor: authorClient, ClientID: client.ID,
				})
				x.wake(client.ID)
				break
			}
		}
	}
	return x.showRating(&r, &client)
}

func (x *exchange) showRating(r *Rating, client *Client) (fake.Response, error) {
	g := x.graph(client)
	g.client = true
	g.users[r.UserID] = true
	return result(r.wire(), g.rels())
}
