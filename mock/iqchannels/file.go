package iqchannels

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"

	"sparring/mock/journal"
	"sparring/mock/message"
	"sparring/mock/world"
)

var forbiddenExtensions = []string{"exe", "bat", "cmd", "sh", "js"}

type filesConfigJSON struct {
	MaxFileSizeMb       int      `json:"MaxFileSizeMb"`
	MaxImageHeight      int      `json:"MaxImageHeight"`
	MaxImageWidth       int      `json:"MaxImageWidth"`
	AllowedExtensions   []string `json:"AllowedExtensions"` // null: all; an empty list would allow none
	ForbiddenExtensions []string `json:"ForbiddenExtensions"`
}

// getFilesConfig gives the limits of uploads. Source: iqchannels-kotlin, ChatFilesConfig.
func getFilesConfig(f *Fake, _ *world.Request) (world.Answer, error) {
	return result(filesConfigJSON{
		MaxFileSizeMb: f.w.Switches.Int(Name, "maxFileSizeMb"), MaxImageHeight: 4096, MaxImageWidth: 4096,
		ForbiddenExtensions: forbiddenExtensions,
	}, relsJSON{}), nil
}

// maxFileSize is the most that a file may have; one of exactly this size is taken. Assumed: a megabyte has 2^20 bytes.
func (f *Fake) maxFileSize() int { return f.w.Switches.Int(Name, "maxFileSizeMb") << 20 }

// fileID makes the id of a file. Source: iqchannels-readme §File: a UUID with the extension.
func (f *Fake) fileID(name string) string {
	ext := strings.ToLower(path.Ext(name))
	if len(ext) > 16 {
		ext = ""
	}
	return f.chance.UUID() + ext
}

// uploadFile stores a file of the client; some SDKs present nothing but the cookie here.
// Source: iqchannels-widget, iqchannels-kotlin, filesUpload; iqchannels-readme §File: the id is a UUID with the
// extension.
func uploadFile(f *Fake, r *world.Request) (world.Answer, error) {
	part, unreadable := readUpload(r)
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.w.Now()
	_, client, err := f.authorized(r, now)
	if err != nil {
		return world.Answer{}, err
	}
	if unreadable != nil {
		return world.Answer{}, refuse(errBadRequest, "upload_unreadable", unreadable.Error())
	}
	ext := strings.ToLower(path.Ext(part.Name))
	if slices.Contains(forbiddenExtensions, strings.TrimPrefix(ext, ".")) {
		return world.Answer{}, refuse(errInvalid, "extension_forbidden", "the extension "+ext+" is forbidden")
	}
	if limit := f.maxFileSize(); len(part.Data) > limit {
		return world.Answer{}, refuse(errInvalid, "file_too_large", fmt.Sprintf(
			"the file has %d bytes, the switch maxFileSizeMb allows %d", len(part.Data), limit))
	}
	if part.weight() > f.meters.files.Limit {
		return world.Answer{}, &refusal{vendor: errInternal, why: []journal.Why{journal.Why(f.meters.files.Full())}}
	}
	part.ID, part.ClientID, part.CreatedAt = f.fileID(part.Name), client.ID, now
	a := result(f.st.addFile(part).wire(), relsJSON{})
	a.Why = f.st.told()
	return a, nil
}

func readUpload(r *world.Request) (File, error) {
	x := File{Type: "file"}
	parts, err := message.Parts(r.Header, r.Body)
	if err != nil {
		return x, err
	}
	seen := map[string]bool{}
	for _, part := range parts {
		if seen[part.Name] {
			return x, errors.New("the part " + shorten([]byte(part.Name)) + " is there twice")
		}
		seen[part.Name] = true
		switch part.Name {
		case "Type":
			if kind := string(part.Content); kind == "image" || kind == "audio" {
				x.Type = kind
			}
		case "File":
			x.Data, x.Name, x.ContentType = part.Content, part.File, part.ContentType
		}
	}
	if !seen["File"] {
		return x, errors.New("there is no part File")
	}
	if x.ContentType == "" {
		x.ContentType = "application/octet-stream"
	}
	return x, nil
}

// owned gives a file of the client of the session. f.mu is held.
func (f *Fake) owned(r *world.Request, id string) (*File, error) {
	_, client, err := f.authorized(r, f.w.Now())
	if err != nil {
		return nil, err
	}
	x := f.st.file[id]
	if x == nil {
		return nil, missing(
			refuse(errNotFound, "file_unknown", "there is no file "+shorten([]byte(id))),
			f.meters.files,
		)
	}
	if x.ClientID != client.ID {
		return nil, refuse(errForbidden, "file_of_another", "the file belongs to another client")
	}
	return x, nil
}

// getFile describes a file. Source: iqchannels-widget, iqchannels-swift, getFile.
func getFile(f *Fake, r *world.Request) (world.Answer, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	x, err := f.owned(r, r.Vars["id"])
	if err != nil {
		return world.Answer{}, err
	}
	return result(x.wire(), relsJSON{}), nil
}

// getFileToken issues a token for a link to a file. Source: iqchannels-widget, iqchannels-kotlin, filesToken.
func getFileToken(f *Fake, r *world.Request) (world.Answer, error) {
	var in struct {
		FileID string `json:"FileId"`
	}
	if err := decode(r, &in, true); err != nil {
		return world.Answer{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	x, err := f.owned(r, in.FileID)
	if err != nil {
		return world.Answer{}, err
	}
	token := f.chance.Text(world.Hex, 32)
	f.w.Secret("token", token)
	f.st.addFileToken(x, token)
	a := result(map[string]string{"Token": token}, relsJSON{})
	a.Why = f.st.told()
	return a, nil
}

// downloadFile gives a file, by its own token or by the session.
// Source: iqchannels-widget, iqchannels-kotlin, fileSignedUrl and fileUrl.
func downloadFile(f *Fake, r *world.Request) (world.Answer, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if token := r.Query().Get("token"); token != "" {
		if x := f.st.fileOf[token]; x != nil && x.ID == r.Vars["id"] {
			return content(x), nil
		}
		a, err := f.fetch(r)
		var no *refusal
		if errors.As(err, &no) {
			err = missing(no, f.meters.fileTokens)
		}
		return a, err
	}
	return f.fetch(r)
}

// getFileImage gives a picture. Differs: all sizes give the picture as it was uploaded.
// Source: iqchannels-widget, iqchannels-kotlin, imageUrl; iqchannels-readme §FileImageSize.
func getFileImage(f *Fake, r *world.Request) (world.Answer, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.fetch(r)
}

// fetch gives a file by session. File methods are the exception of "always 200": a missing file is 404.
// Source: iqchannels-wiki §Public API. f.mu is held.
func (f *Fake) fetch(r *world.Request) (world.Answer, error) {
	x, err := f.owned(r, r.Vars["id"])
	var no *refusal
	if errors.As(err, &no) && no.vendor.Code == errNotFound.Code {
		no.vendor.Status = http.StatusNotFound
	}
	if err != nil {
		return world.Answer{}, err
	}
	return content(x), nil
}

// content is sent as octets unless it is a picture: nothing that a client uploaded is run by a browser.
func content(x *File) world.Answer {
	kind := "application/octet-stream"
	if slices.Contains([]string{"image/png", "image/jpeg", "image/gif", "image/webp"}, x.ContentType) {
		kind = x.ContentType
	}
	return world.Answer{Response: message.Response{Header: http.Header{
		"Content-Type":        {kind},
		"Content-Disposition": {mime.FormatMediaType("inline", map[string]string{"filename": x.Name})},
	}, Body: x.Data}}
}
