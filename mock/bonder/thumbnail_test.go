package bonder_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"testing"
)

func picture(width, height int, noisy bool) image.Image {
	m := image.NewPaletted(
		image.Rect(0, 0, width, height),
		color.Palette{color.White, color.Black, color.RGBA{R: 200, A: 255}},
	)
	if noisy {
		full := image.NewRGBA(m.Rect)
		chance := rand.New(rand.NewPCG(1, 2))
		for i := range full.Pix {
			full.Pix[i] = byte(chance.IntN(256))
		}
		return full
	}
	m.SetColorIndex(3, 3, 1)
	return m
}

func encoded(t *testing.T, encode func(*bytes.Buffer) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b); err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

func pngOf(t *testing.T, width, height int, noisy bool) string {
	return encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, picture(width, height, noisy)) })
}

func TestThumbnail(t *testing.T) {
	good := pngOf(t, 300, 300, false)
	cut := base64.StdEncoding.EncodeToString([]byte(good)[:0])
	if raw, err := base64.StdEncoding.DecodeString(good); err == nil {
		cut = base64.StdEncoding.EncodeToString(raw[:len(raw)/2])
	}
	jpg := encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, picture(300, 300, false), nil) })
	gifted := encoded(t, func(b *bytes.Buffer) error { return gif.Encode(b, picture(300, 300, false), nil) })
	for _, c := range []struct {
		name, sent string
		stored     string // "" means rejected
	}{
		{"png", good, good}, {"jpeg", jpg, jpg}, {"gif", gifted, gifted},
		{"data URI", "data:image/png;base64," + good, good},
		{"white space", good[:76] + "\r\n" + good[76:], good},
		{"too wide", pngOf(t, 301, 300, false), ""}, {"too small", pngOf(t, 30, 30, false), ""},
		{"too many bytes", pngOf(t, 300, 300, true), ""}, {"cut off", cut, ""},
		{"not base64", "base64_encoded_image", ""}, {"not an image", "aGVsbG8=", ""}, {"a strange data " +
			"URI", "data:image/png," + good, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := signedIn(t)
			card := b.newCard()
			old := pngOf(t, 300, 300, false)
			b.save(card, `{"non-translatable":{"thumbnail":"`+old+`"}}`).ok(t)
			sent, _ := json.Marshal(c.sent)
			a := b.save(card, `{"non-translatable":{"thumbnail":`+string(sent)+`,"webA":"w"}}`)
			got := b.load(card)
			same(t, "webA", got.at("non-translatable", "webA"), "w")
			if c.stored != "" {
				a.ok(t)
				same(t, "stored", got.at("non-translatable", "thumbnail"), c.stored)
				return
			}
			same(t, "answer", string(a.Body), `{"success":true,"errors":["THUMBNAIL_REJECTED_ERROR"],"result":{}}`)
			same(t, "findings", a.found(), []string{"thumbnail_rejected /non-translatable/thumbnail"})
			same(t, "the old one", got.at("non-translatable", "thumbnail"), old)
		})
	}
	b := signedIn(t)
	card := b.newCard()
	for _, clear := range []string{`""`, `null`} {
		b.save(card, `{"non-translatable":{"thumbnail":"`+good+`"}}`).ok(t)
		b.save(card, `{"non-translatable":{"thumbnail":`+clear+`}}`).ok(t)
		same(t, "cleared", b.load(card).at("non-translatable", "thumbnail"), nil)
	}
	for _, odd := range []string{`true`, `5`, `{}`, `[]`} {
		same(
			t,
			"errors for "+odd,
			b.save(card, `{"non-translatable":{"thumbnail":`+odd+`}}`).Errors,
			[]string{"THUMBNAIL_REJECTED_ERROR"},
		)
	}
	b.set("thumbnailMaxBytes=10")
	same(
		t,
		"errors over the limit",
		b.save(card, `{"non-translatable":{"thumbnail":"`+good+`"}}`).Errors,
		[]string{"THUMBNAIL_REJECTED_ERROR"},
	)
}
