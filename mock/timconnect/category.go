package timconnect

import (
	"strconv"

	"sparring/mock/fake"
)

const (
	firstID = 1 // "Другое", for a message without another category
	lastID  = 18
)

// categoryNames are the directory of the page, 2.3, by id from 1; the misspelling in the 15th is the vendor's (T-38).
func categoryNames() [lastID]string {
	return [lastID]string{
		"Другое", "Автомобиль", "Бизнес", "Все для дома", "Домашние животные", "Здоровье и красота", "Кафе и рестораны",
		"Коммунальные платежи", "Кредиты", "Налоги и штрафы", "Транспорт", "Одежда", "Путешествия", "Переводы",
		"Развелечения", "Связь, интернет и TV", "Снятие наличных", "Супермаркет",
	}
}

type categoryJSON struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// listCategories returns the directory. Source: timconnect-1.7.1 §2.3; T-14, T-38.
func (x *exchange) listCategories() (fake.Response, error) {
	body := make([]categoryJSON, 0, lastID)
	for i, name := range categoryNames() {
		body = append(body, categoryJSON{strconv.Itoa(i + 1), name})
	}
	return success(struct {
		answer
		Body []categoryJSON `json:"body"`
	}{done, body})
}

// parseCategory reads a category's id in either form.
func parseCategory(s string) (int, bool) {
	n, ok := parseID(s)
	return int(n), ok && n >= firstID && n <= lastID
}

// usualCategory is what users chose most often for a sender, the lowest id among equals; 1 if no user chose (T-33).
func (x *exchange) usualCategory(sender string) int {
	best, most := firstID, 0
	for id := firstID; id <= lastID && categoryLearning.Get(x); id++ {
		if n := x.chosen.Len(choice{sender, id}); n > most {
			best, most = id, n
		}
	}
	return best
}
