// The map that can be moved, on top of the picture drawn by the server. No tiles from elsewhere: our own borders only.
(function () {
  "use strict";

  const NAMED_UP_TO = 60; // more names than these would lie over each other
  const box = document.getElementById("live-map");
  if (!box || !window.maplibregl) {
    return;
  }
  maplibregl.setWorkerUrl(box.dataset.worker);

  Promise.all([fetch(box.dataset.areas), fetch(box.dataset.points)])
    .then(function (answers) {
      return Promise.all(answers.map(function (answer) { return answer.json(); }));
    })
    .then(function (found) {
      if (found[0].features.length) {
        draw(found[0], found[1]);
      }
    })
    .catch(function () {}); // the picture stays

  function bounds(areas) {
    const all = new maplibregl.LngLatBounds();
    const each = function (points) {
      typeof points[0] === "number" ? all.extend(points) : points.forEach(each);
    };
    areas.features.forEach(function (area) { each(area.geometry.coordinates); });
    return all;
  }

  function draw(areas, points) {
    box.hidden = false;
    let map;
    try {
      map = new maplibregl.Map({
        container: box,
        bounds: bounds(areas),
        fitBoundsOptions: { padding: 24 },
        attributionControl: false,
        style: {
          version: 8,
          sources: {
            areas: { type: "geojson", data: areas, attribution: "" },
            points: { type: "geojson", data: points },
          },
          layers: [
            { id: "ground", type: "background", paint: { "background-color": "#eef2ee" } },
            { id: "areas", type: "fill", source: "areas", paint: { "fill-color": "#dfe9e3" } },
            { id: "borders", type: "line", source: "areas", paint: { "line-color": "#6d8c8a", "line-width": 1.2, "line-dasharray": [3, 2] } },
            {
              id: "points", type: "circle", source: "points",
              paint: {
                "circle-radius": ["interpolate", ["linear"], ["coalesce", ["get", "count"], 1], 1, 6, 20, 16, 100, 26],
                "circle-color": ["case", [">", ["coalesce", ["get", "late"], 0], 0], "#a8321f", "#0d5560"],
                "circle-opacity": 0.85, "circle-stroke-color": "#fff", "circle-stroke-width": 1.5,
              },
            },
          ],
        },
      });
    } catch (error) {
      box.hidden = true; // no WebGL: the picture stays
      return;
    }
    map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
    map.on("load", function () { box.dataset.ready = "yes"; box.parentElement.classList.add("is-live"); });
    if (areas.features.length <= NAMED_UP_TO) {
      areas.features.forEach(function (area) { name(map, area); });
    }
    map.on("click", "points", function (event) {
      const of = event.features[0].properties;
      popup(map, event.lngLat, of.label, of.number ? box.dataset.matter.replace("NUMBER", of.number) : "");
    });
    map.on("click", "areas", function (event) {
      if (map.queryRenderedFeatures(event.point, { layers: ["points"] }).length) {
        return;
      }
      const of = event.features[0].properties;
      popup(map, event.lngLat, of.name, of.code.length === 12 ? box.dataset.board.replace("CODE", of.code) : "");
    });
    ["points", "areas"].forEach(function (layer) {
      map.on("mouseenter", layer, function () { map.getCanvas().style.cursor = "pointer"; });
      map.on("mouseleave", layer, function () { map.getCanvas().style.cursor = ""; });
    });
  }

  function name(map, area) {
    const label = document.createElement("span");
    label.className = "map-label";
    label.textContent = area.properties.code.length === 15 ? number(area.properties) : area.properties.name;
    new maplibregl.Marker({ element: label, offset: [0, -16] }).setLngLat(area.properties.middle).addTo(map);
  }

  function number(cell) { // names of cells would lie over each other
    const found = cell.name.match(/(\d{1,3})\D*$/);
    return found ? found[1] : cell.code.slice(-3).replace(/^0/, "");
  }

  function popup(map, at, text, link) {
    const said = document.createElement(link ? "a" : "span");
    said.textContent = text;
    if (link) {
      said.href = link;
    }
    new maplibregl.Popup({ closeButton: false }).setLngLat(at).setDOMContent(said).addTo(map);
  }
})();
