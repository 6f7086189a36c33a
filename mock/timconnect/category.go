package timconnect

import "strconv"

const (
	firstID = 1 // "Другое", the category of what has none
	lastID  = 18
)

// categoryNames are the directory of the page, 2.3, by id from 1; the slip of the pen in the 15th is the vendor's (T-38).
func categoryNames() [lastID]string {
	return [lastID]string{
		"Другое", "Автомобиль", "Бизнес", "Все для дома", "Домашние животные", "Здоровье и красота", "Кафе и рестораны",
		"Коммунальные платежи", "Кредиты", "Налоги и штрафы", "Транспорт", "Одежда", "Путешествия", "Переводы", "Развелечения",
		"Связь, интернет и TV", "Снятие наличных", "Супермаркет",
	}
}

type categoryJSON struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// listCategories gives the directory. Source: timconnect-1.7.1 §2.3; T-14, T-38.
func (x *exchange) listCategories() (any, error) {
	body := make([]categoryJSON, 0, lastID)
	for i, name := range categoryNames() {
		body = append(body, categoryJSON{strconv.Itoa(i + 1), name})
	}
	return struct {
		answer
		Body []categoryJSON `json:"body"`
	}{done, body}, nil
}

// parseCategory reads a category's id in either form.
func parseCategory(s string) (int, bool) {
	n, ok := parseID(s)
	return int(n), ok && n >= firstID && n <= lastID
}

// usualCategory is what users chose most often for a sender, the lowest id among equals; 1 where nobody chose (T-33).
func (f *Fake) usualCategory(sender string) int {
	chosen := f.index.choices[sender]
	if chosen == nil || !f.on(categoryLearning) {
		return firstID
	}
	best := firstID
	for id := firstID; id <= lastID; id++ {
		if chosen[id] > chosen[best] {
			best = id
		}
	}
	return best
}
