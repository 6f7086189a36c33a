package steps

import "sparring/scenarios/vocabulary"

// restartSteps are about a client whose process ends and begins within a scenario.
func restartSteps() []vocabulary.Step {
	return []vocabulary.Step{
		{Keyword: vocabulary.When, Restarts: true, Pattern: `the client is started again`,
			Example: `the client is started again`,
			Russian: vocabulary.Sentence{
				Pattern: `клиент запущен заново`, Example: `клиент запущен заново`,
				Doc: "процесс клиента завершён и запущен новый, с папкой, в которой клиент хранит нужное; " +
					"незаконченные вызовы забыты. Клиента, который ничего не хранит, это не касается",
			},
			Doc: "the client's process ends and a new one begins, with the folder in which the client keeps things; " +
				"calls that went on are forgotten. A client that keeps nothing is not asked to",
			Bind: bind(func(s sentences) any { return s.Restart })},
	}
}
