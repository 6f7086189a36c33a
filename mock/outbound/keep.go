package outbound

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"sparring/mock/keep"
	"sparring/mock/limit"
)

// What a store keeps of an outbox: a message under boxKeys and its seq, and the counters.
const (
	boxKeys  = "outbox/"
	boxAbout = "outbox"
)

// Kept is what a store has of an outbox. The zero Kept is that of a store which has nothing.
type Kept struct {
	Seq     int64 `json:"seq"`
	Dropped int64 `json:"dropped"`
}

// Export says what has changed since the last call.
func (o *Outbound) Export(k *Kept, to *keep.Changes) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if k.Seq == o.seq {
		return
	}
	for gone := k.Dropped + 1; gone <= o.dropped; gone++ {
		to.Delete(boxKeys + keep.Number(gone))
	}
	for i := range o.box {
		if m := &o.box[i].Message; m.Seq > k.Seq {
			to.JSON(boxKeys+keep.Number(m.Seq), m)
		}
	}
	*k = Kept{o.seq, o.dropped}
	to.JSON(boxAbout, k)
}

// Import takes over what a store has kept of an outbox, which is empty yet.
func (o *Outbound) Import(k *Kept, records keep.Records) error {
	if _, err := records.Read(boxAbout, k); err != nil {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.seq, o.dropped = k.Seq, k.Dropped
	for _, r := range records.Below(boxKeys) {
		put, err := readBoxed(r.Key, r.Value)
		if err != nil {
			return err
		}
		o.box = append(o.box, put)
		o.meter.Add(put.size)
	}
	return nil
}

func readBoxed(key string, value []byte) (boxed, error) {
	var in struct {
		Message

		Payload json.RawMessage `json:"payload,omitempty"` // its keys keep their order
	}
	if err := keep.Decode(value, &in); err != nil {
		return boxed{}, fmt.Errorf("the record %q: %w", key, err)
	}
	if in.Payload != nil {
		in.Message.Payload = in.Payload
	}
	return boxed{in.Message, limit.Size(in.Message) + limit.Slot}, nil
}

// Apply takes over what another server has changed.
func (o *Outbound) Apply(news keep.News) error {
	var k Kept
	changed, err := news.Read(boxAbout, &k)
	if err != nil || !changed {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.seq, o.dropped = k.Seq, k.Dropped
	for _, c := range news.Below(boxKeys) {
		seq, err := keep.ParseNumber(c.Key[len(boxKeys):])
		if err != nil {
			return fmt.Errorf("the record %q: %w", c.Key, err)
		}
		i, found := slices.BinarySearchFunc(o.box, seq, func(b boxed, seq int64) int { return cmp.Compare(b.Seq, seq) })
		if found {
			o.meter.Add(-o.box[i].size)
			o.box = slices.Delete(o.box, i, i+1)
		}
		if c.Value == nil {
			continue
		}
		put, err := readBoxed(c.Key, c.Value)
		if err != nil {
			return err
		}
		o.box = slices.Insert(o.box, i, put)
		o.meter.Add(put.size)
	}
	if news.Whole { // what is not there was dropped
		there := map[int64]bool{}
		for _, c := range news.Below(boxKeys) {
			seq, _ := keep.ParseNumber(c.Key[len(boxKeys):])
			there[seq] = true
		}
		o.box = slices.DeleteFunc(o.box, func(b boxed) bool {
			if !there[b.Seq] {
				o.meter.Add(-b.size)
			}
			return !there[b.Seq]
		})
	}
	return nil
}
