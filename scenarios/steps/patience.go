package steps

import "sparring/scenarios/vocabulary"

// patienceSteps are about how long a client waits for a response.
func patienceSteps() []vocabulary.Step {
	return []vocabulary.Step{
		{Keyword: vocabulary.Given, Hurries: true, Pattern: `the client waits only a short time for a response`,
			Example: `the client waits only a short time for a response`,
			Russian: vocabulary.Sentence{
				Pattern: `клиент ждёт ответа лишь короткое время`, Example: `клиент ждёт ответа лишь короткое время`,
				Doc: "клиенту указано, сколько ждать ответа целиком: полсекунды, чтобы сценарий о молчащем сервере " +
					"был коротким. Клиента, который этого не умеет, это не касается",
			},
			Doc: "the client is told how long to wait for a whole response, which is short, so that a scenario about " +
				"a silent server is, too. A client that cannot be told is not asked to",
			// The client was told when it was started.
			Bind: bind(func(sentences) any { return func() error { return nil } })},
	}
}
