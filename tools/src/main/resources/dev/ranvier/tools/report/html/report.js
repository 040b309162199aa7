(function () {
  'use strict';
  var tip = document.createElement('div');
  tip.className = 'tip';
  tip.hidden = true;
  document.body.appendChild(tip);

  function place(event, text) {
    tip.textContent = text;
    tip.hidden = false;
    var x = event.clientX + 14, y = event.clientY + 16;
    if (x + tip.offsetWidth > innerWidth - 8) { x = event.clientX - tip.offsetWidth - 12; }
    if (y + tip.offsetHeight > innerHeight - 8) { y = event.clientY - tip.offsetHeight - 12; }
    tip.style.left = Math.max(4, x) + 'px';
    tip.style.top = Math.max(4, y) + 'px';
  }

  // The browser's own hint comes late: take the title away and show its text at once.
  function hint(node) {
    for (; node && node.nodeType === 1 && node.localName !== 'svg'; node = node.parentNode) {
      if (node.dataset && node.dataset.tip) { return node.dataset.tip; }
      var first = node.firstElementChild;
      if (first && first.localName === 'title' && node.namespaceURI !== document.body.namespaceURI) {
        node.dataset.tip = first.textContent;
        node.setAttribute('aria-label', first.textContent);
        first.remove();
        return node.dataset.tip;
      }
    }
    return '';
  }

  function round(value) {
    return Number(value.toPrecision(4)).toLocaleString('en');
  }

  function atCursor(event, area) {
    var box = area.getBoundingClientRect(), data = area.dataset;
    var across = (event.clientX - box.left) / box.width, up = 1 - (event.clientY - box.top) / box.height;
    var first = Number(data.first), end = Number(data.end);
    if (data.raster !== undefined) {
      var n = Number(data.neurons);
      return data.raster + ', neuron ' + Math.min(n - 1, Math.max(0, Math.floor(up * n))) +
        '\ntick ' + Math.floor(first + across * (end - first)).toLocaleString('en');
    }
    var time = first + across * (end - first);
    var lines = [data.clock ? round(time) + ' ' + data.clock : 'tick ' + Math.round(time).toLocaleString('en')];
    var left = Number(area.getAttribute('x')), width = Number(area.getAttribute('width'));
    var top = Number(area.getAttribute('y')), height = Number(area.getAttribute('height'));
    area.parentNode.querySelectorAll('path[data-name]').forEach(function (path) {
      var y = nearest(path, left + across * width);
      if (y !== null) {
        var value = Number(data.high) - (y - top) / height * (Number(data.high) - Number(data.low));
        lines.push(path.dataset.name + ' ≈ ' + round(value) + (data.trace ? ' ' + data.trace : ''));
      }
    });
    return lines.join('\n');
  }

  // Height of the drawn point that is nearest to x; the points of a path are read once.
  function nearest(path, x) {
    if (!path.points) {
      path.points = path.getAttribute('d').split(/[ML]/).slice(1).map(function (p) { return p.split(' ').map(Number); });
    }
    var points = path.points, low = 0, high = points.length - 1;
    if (high < 0) { return null; }
    while (high - low > 1) {
      var middle = (low + high) >> 1;
      if (points[middle][0] < x) { low = middle; } else { high = middle; }
    }
    return Math.abs(points[low][0] - x) < Math.abs(points[high][0] - x) ? points[low][1] : points[high][1];
  }

  document.addEventListener('pointermove', function (event) {
    var target = event.target;
    var area = target.classList && target.classList.contains('cursor') ? target : null;
    var text = area ? atCursor(event, area) : hint(target);
    if (text) { place(event, text); } else { tip.hidden = true; }
  });
  document.addEventListener('pointerleave', function () { tip.hidden = true; });
  document.addEventListener('scroll', function () { tip.hidden = true; }, { passive: true });

  // Marks the section that is being read in the table of contents.
  var links = {};
  document.querySelectorAll('.contents li a').forEach(function (a) { links[a.getAttribute('href').slice(1)] = a; });
  if ('IntersectionObserver' in window) {
    var observer = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (entry.isIntersecting) {
          Object.keys(links).forEach(function (id) { links[id].classList.toggle('here', id === entry.target.id); });
        }
      });
    }, { rootMargin: '-15% 0px -75% 0px' });
    document.querySelectorAll('.part').forEach(function (part) { observer.observe(part); });
  }
})();
