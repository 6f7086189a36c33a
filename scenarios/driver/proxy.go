package driver

import (
	"os"
	"slices"
	"strings"
)

// Directly returns the same command; its client reaches these hosts without a proxy, whatever our environment says. A
// proxy of the office or of CI does not know the server that the suite has started.
func (c Command) Directly(hosts ...string) Starter {
	c.direct = append(slices.Clone(c.direct), hosts...)
	return c
}

// unproxied returns the variables that name hosts to be reached without a proxy, the given ones among them. Programs
// read one or the other: a list that only one of them has is given to both.
func unproxied(environment, hosts []string) []string {
	if len(hosts) == 0 {
		return nil
	}
	values := map[string]string{}
	for _, variable := range environment { // the last one counts
		name, value, _ := strings.Cut(variable, "=")
		values[name] = value
	}
	var out []string
	for _, names := range [][2]string{{"NO_PROXY", "no_proxy"}, {"no_proxy", "NO_PROXY"}} {
		list := values[names[0]]
		if list == "" {
			list = values[names[1]]
		}
		out = append(out, names[0]+"="+withHosts(list, hosts))
	}
	return out
}

func withHosts(list string, hosts []string) string {
	var have []string
	for _, host := range strings.Split(list, ",") {
		if host = strings.TrimSpace(host); host != "" {
			have = append(have, host)
		}
	}
	if slices.Contains(have, "*") { // some programs take it only alone
		return list
	}
	for _, host := range hosts {
		forms := []string{host}
		if strings.Contains(host, ":") { // an address of IPv6: some programs want it in brackets, others without
			forms = append(forms, "["+host+"]")
		}
		for _, form := range forms {
			if !slices.Contains(have, form) {
				have = append(have, form)
			}
		}
	}
	return strings.Join(have, ",")
}

// environment is that of a client process.
func (c Command) environment(mark string) []string {
	all := append(os.Environ(), c.Env...)
	return append(append(all, unproxied(all, c.direct)...), mark)
}
