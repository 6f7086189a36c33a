// The frame is painted first; what fills it is loaded behind that.
const begin = () => {
	for (const name of begun ? [] : ['library', 'route', 'words', 'control', 'live', 'kit', 'traffic', 'exchange', 'worlds']) {
		const link = document.createElement('link');
		link.rel = 'modulepreload';
		link.href = `console/${name}.js`;
		document.head.append(link);
	}
	begun = import('./app.js');
};
let begun;
new PerformanceObserver(begin).observe({ type: 'paint', buffered: true });
setTimeout(begin, 250); // a page in the background is not painted
