package iqchannels

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"

	"sparring/mock/fake"
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
func (x *exchange) getFilesConfig() (fake.Response, error) {
	return result(filesConfigJSON{
		MaxFileSizeMb: maxFileSizeMb.Get(x), MaxImageHeight: 4096, MaxImageWidth: 4096,
		ForbiddenExtensions: forbiddenExtensions,
	}, relsJSON{})
}

// fileID makes the id of a file. Source: iqchannels-readme §File: a UUID with the extension.
func (x *exchange) fileID(name string) string {
	ext := strings.ToLower(path.Ext(name))
	if len(ext) > 16 {
		ext = ""
	}
	return x.Chance().UUID() + ext
}

// uploadFile stores a file of the client; some SDKs present nothing but the cookie here. One of exactly the greatest
// size is taken. Assumed: a megabyte has 2^20 bytes.
// Source: iqchannels-widget, iqchannels-kotlin, filesUpload; iqchannels-readme §File: the id is a UUID with the
// extension.
func (x *exchange) uploadFile() (fake.Response, error) {
	_, client, err := x.authorized()
	if err != nil {
		return refused(err)
	}
	f, err := readUpload(x.Request)
	if err != nil {
		return refused(x.failed(errBadRequest, "upload_unreadable", err.Error()))
	}
	ext := strings.ToLower(path.Ext(f.Name))
	if slices.Contains(forbiddenExtensions, strings.TrimPrefix(ext, ".")) {
		return refused(x.failed(errInvalid, "extension_forbidden", "the extension "+ext+" is forbidden"))
	}
	if limit := maxFileSizeMb.Get(x) << 20; len(f.Data) > limit {
		return refused(x.failed(errInvalid, "file_too_large", fmt.Sprintf(
			"the file has %d bytes, the switch maxFileSizeMb allows %d", len(f.Data), limit)))
	}
	if most := bound(keptFiles); f.weight() > most.Limit {
		why := most.Full()
		return refused(x.failed(errInternal, why.Code, why.Text))
	}
	f.ID, f.ClientID, f.CreatedAt = x.fileID(f.Name), client.ID, x.Now()
	x.putFile(f)
	return result(f.wire(), relsJSON{})
}

func readUpload(r *world.Request) (File, error) {
	f := File{Type: "file"}
	parts, err := message.Parts(r.Header, r.Body)
	if err != nil {
		return f, err
	}
	seen := map[string]bool{}
	for _, part := range parts {
		if seen[part.Name] {
			return f, errors.New("the part " + shorten([]byte(part.Name)) + " is there twice")
		}
		seen[part.Name] = true
		switch part.Name {
		case "Type":
			if kind := string(part.Content); kind == "image" || kind == "audio" {
				f.Type = kind
			}
		case "File":
			f.Data, f.Name, f.ContentType = part.Content, part.File, part.ContentType
		}
	}
	if !seen["File"] {
		return f, errors.New("there is no part File")
	}
	if f.ContentType == "" {
		f.ContentType = "application/octet-stream"
	}
	return f, nil
}

// owned returns a file of the client of the session.
func (x *exchange) owned(id string) (File, error) {
	_, client, err := x.authorized()
	if err != nil {
		return File{}, err
	}
	f, ok := x.files.Get(id)
	switch {
	case !ok:
		err = x.failed(errNotFound, "file_unknown", "there is no file "+shorten([]byte(id)))
		x.files.NotFound()
	case f.ClientID != client.ID:
		err = x.failed(errForbidden, "file_of_another", "the file belongs to another client")
	}
	return f, err
}

// getFile describes a file. Source: iqchannels-widget, iqchannels-swift, getFile.
func (x *exchange) getFile() (fake.Response, error) {
	f, err := x.owned(x.Vars["id"])
	if err != nil {
		return refused(err)
	}
	return result(f.wire(), relsJSON{})
}

// getFileToken issues a token for a link to a file. Source: iqchannels-widget, iqchannels-kotlin, filesToken.
func (x *exchange) getFileToken() (fake.Response, error) {
	var in struct {
		FileID string `json:"FileId"`
	}
	if err := x.decode(&in, true); err != nil {
		return refused(err)
	}
	f, err := x.owned(in.FileID)
	if err != nil {
		return refused(err)
	}
	token := x.Chance().Text(world.Hex, 32)
	x.Secret("token", token)
	x.fileTokens.Put(token, fileToken{token, f.ID})
	return result(map[string]string{"Token": token}, relsJSON{})
}

// downloadFile gives a file, by its own token or by the session.
// Source: iqchannels-widget, iqchannels-kotlin, fileSignedUrl and fileUrl.
func (x *exchange) downloadFile() (fake.Response, error) {
	token := x.Query().Get("token")
	if token == "" {
		return x.fetch()
	}
	if t, ok := x.fileTokens.Get(token); ok && t.File == x.Vars["id"] {
		f, _ := x.files.Get(t.File)
		return content(&f), nil
	}
	r, err := x.fetch()
	if err != nil {
		x.fileTokens.NotFound()
	}
	return r, err
}

// getFileImage gives a picture. Differs: all sizes give the picture as it was uploaded.
// Source: iqchannels-widget, iqchannels-kotlin, imageUrl; iqchannels-readme §FileImageSize.
func (x *exchange) getFileImage() (fake.Response, error) { return x.fetch() }

// fetch gives a file by session. File methods are the exception of "always 200": a missing file is 404.
// Source: iqchannels-wiki §Public API.
func (x *exchange) fetch() (fake.Response, error) {
	f, err := x.owned(x.Vars["id"])
	switch {
	case errors.Is(err, errNotFound):
		return refused(withStatus(errNotFound, http.StatusNotFound))
	case err != nil:
		return refused(err)
	}
	return content(&f), nil
}

// content is sent as octets unless it is a picture: nothing that a client uploaded is run by a browser.
func content(f *File) fake.Response {
	kind := "application/octet-stream"
	if slices.Contains([]string{"image/png", "image/jpeg", "image/gif", "image/webp"}, f.ContentType) {
		kind = f.ContentType
	}
	return fake.Response{Response: message.Response{Header: http.Header{
		"Content-Type":        {kind},
		"Content-Disposition": {mime.FormatMediaType("inline", map[string]string{"filename": f.Name})},
	}, Body: f.Data}}
}
