# ruff: noqa: E501  (one case a line reads as a table)
"""Rules of the claim extractor for what a sentence leaves out or turns round: nouns, subjects, sides.

A case is ``text, (low, high, qualifier, kind, holder, supplier)``; ANY where a field is not judged there.
Sentences are made up for the rule that they show.
"""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.claims import extract

ANY = object()

NOUN_STANDS_EARLIER = [
    ("Sweden handed 10 Archer howitzers to Ukraine; Denmark sent 19.", (19, 19, "exact", "delivery", "UKR", "DNK")),
    ("Egypt flies 220 F-16s, Greece 153 and Morocco 48.", (153, 153, "exact", "holding", "GRC", ANY)),
    ("Thailand has received four Gripen fighters and awaits eight more.", (8, 8, "exact", "order", "THA", ANY)),
    ("Romania has 17 F-16s. Another 32 will arrive from Norway by 2026.", (32, 32, "exact", ANY, "ROU", "NOR")),
    ("Of the 12 frigates, the first three are under construction.", (3, 3, "exact", "other", ANY, ANY)),
    ("Peru operates 19 MiG-29 jets, but only eight would be able to fly.", (8, 8, "exact", ANY, "PER", ANY)),
    ("Chile bought 46 F-16 fighters; two have already crashed.", (2, 2, ANY, "loss", "CHL", ANY)),
    ("The navy lost three corvettes, and Moscow admits the loss of one.", (1, 1, "exact", "loss", ANY, ANY)),
    ("The factory assembles about 60 T-90 tanks a year, up from 40 in 2021.", (40, 40, "exact", "other", ANY, ANY)),
    ("Iran claims 3,000 ballistic missiles. Israeli officials put the figure at about 2,000.", (2000, 2000, "approx", ANY, "IRN", ANY)),
    ("Francia entregó a Ucrania 30 cañones Caesar; Dinamarca, otros 19.", (19, 19, "exact", "delivery", "UKR", "DNK")),
    ("Perú tiene 12 Mirage 2000; Brasil, 36 Gripen y 47 F-5.", (36, 36, "exact", "holding", "BRA", ANY)),
    ("Ecuador compró 24 aviones Super Tucano. Los primeros seis llegaron en 2010.", (6, 6, "exact", "delivery", "ECU", ANY)),
    ("Marruecos opera 23 cazas F-16 y espera 25 más.", (25, 25, "exact", ANY, "MAR", ANY)),
    ("La armada posee ocho fragatas, pero solo tres estarían operativas.", (3, 3, "exact", "other", ANY, ANY)),
    ("La Grèce a reçu 24 Rafale, la Croatie douze.", (12, 12, "exact", "delivery", "HRV", ANY)),
    ("L'Égypte dispose de 24 Rafale et trente autres sont attendus.", (30, 30, "exact", "order", "EGY", ANY)),
    ("Les insurgés ont capturé 40 chars, dont six seraient en état de marche.", (6, 6, "exact", ANY, ANY, ANY)),
    ("Norwegen bestellte 54 Leopard 2, Ungarn 44.", (44, 44, "exact", "order", "HUN", ANY)),
    ("Spanien hat 19 Leopard 2A4 übergeben, zehn weitere sollen folgen.", (10, 10, "exact", "order", ANY, ANY)),
    ("Die Slowakei besaß 13 MiG-29; nur drei waren noch flugfähig.", (3, 3, "exact", "other", "SVK", ANY)),
    ("Portugal enviou três Leopard 2 à Ucrânia; a Espanha, mais dez.", (10, 10, "exact", "delivery", "UKR", "ESP")),
    ("O Chile comprou 46 caças F-16, dos quais dois já caíram.", (2, 2, "exact", "loss", "CHL", ANY)),
    ("Алжир имеет 70 истребителей Су-30, Ангола — двенадцать.", (12, 12, "exact", "holding", "AGO", ANY)),
    ("Вьетнам заказал 64 танка Т-90, первые 32 прибыли в 2018 году.", (32, 32, "exact", "delivery", "VNM", ANY)),
    ("Германия передала Украине 60 БМП Marder, ещё 40 обещала Греция.", (40, 40, "exact", "order", "UKR", "GRC")),
    ("Чехія передала Україні 89 танків Т-72, Нідерланди — 45.", (45, 45, "exact", "delivery", "UKR", "NLD")),
    ("Румунія має 54 установки HIMARS; ще 18 замовила Болгарія.", (18, 18, "exact", "order", "BGR", ANY)),
    ("La Marina schiera dieci fregate, ma soltanto sei sarebbero operative.", (6, 6, "exact", "other", ANY, ANY)),
    ("L'Egitto ha comprato tra le venti e le trenta batterie di missili antiaerei.", (20, 30, "range", "order", "EGY", ANY)),
    ("Entre los 20 y los 30 tanques fueron destruidos.", (20, 30, "range", "loss", ANY, ANY)),
]  # fmt: skip

WHOSE = [
    ("Washington approved the sale of 12 Reaper drones, after Rabat had asked for 20.", (12, 12, "exact", "order", ANY, "USA")),
    ("Manila had asked Tokyo for ten patrol ships, but Japan delivered only five.", (5, 5, "exact", "delivery", "PHL", "JPN")),
    ("Estados Unidos autorizó la posible venta a Marruecos de 18 lanzadores HIMARS.", (18, 18, "exact", ANY, "MAR", "USA")),
    ("La India autorizó la venta a Armenia de cuatro radares Swathi.", (4, 4, "exact", "order", "ARM", "IND")),
    ("Les États-Unis ont approuvé la vente à la Roumanie de 32 chars Abrams.", (32, 32, "exact", "order", "ROU", "USA")),
    ("Berlin genehmigte den Verkauf von 40 Eurofighter an die Türkei.", (40, 40, "exact", "order", "TUR", "DEU")),
    ("Латвия заказала у США шесть установок HIMARS.", (6, 6, "exact", "order", "LVA", "USA")),
    ("Румунія купила в Норвегії 32 винищувачі F-16.", (32, 32, "exact", "order", "ROU", "NOR")),
    ("Польше поставлено 28 танков К2.", (28, 28, "exact", "delivery", "POL", ANY)),
    ("Ираку, по словам министра, будет передано 24 гаубицы.", (24, 24, "exact", "order", "IRQ", ANY)),
    ("Польщі буде передано 96 гелікоптерів Apache.", (96, 96, "exact", "order", "POL", ANY)),
    ("40 танков обещала Киеву Варшава.", (40, 40, "exact", "order", "UKR", "POL")),
    ("Россия выпустила по Харькову и Киеву 80 ракет.", (80, 80, "exact", "other", "RUS", ANY)),
    ("Росія випустила по Україні 120 дронів.", (120, 120, "exact", "other", "RUS", ANY)),
    ("Iran fired at Israel more than 180 ballistic missiles.", (180, None, "at_least", "other", "IRN", ANY)),
    ("L'Iran a tiré sur Israël quelque 180 missiles balistiques.", (180, 180, "approx", "other", "IRN", ANY)),
    ("По версии Киева, уничтожено 40 российских танков.", (40, 40, "exact", "loss", "RUS", ANY)),
    ("Ukraine received 31 Abrams tanks. According to Moscow, 19 were destroyed.", (19, 19, "exact", "loss", "UKR", ANY)),
    ("Deux cents missiles ont été livrés à l'Arménie, selon Bakou.", (200, 200, "exact", "delivery", "ARM", ANY)),
    ("Rund 300 Drohnen habe der Iran geliefert, sagte der Minister.", (300, 300, "approx", "delivery", ANY, "IRN")),
    ("Zwanzig Haubitzen hat Estland gekauft.", (20, 20, "exact", "order", "EST", ANY)),
    ("“We have 400 tanks”, said the Greek defence minister.", (400, 400, "exact", "holding", "GRC", ANY)),
    ("«Nous disposons de 220 Rafale», a déclaré la ministre française.", (220, 220, "exact", "holding", "FRA", ANY)),
    ("«Temos 36 caças», afirmou o ministro brasileiro.", (36, 36, "exact", "holding", "BRA", ANY)),
    ("De Pequim chegaram à Sérvia quatro baterias de mísseis antiaéreos.", (4, 4, "exact", "delivery", "SRB", "CHN")),
    ("Iran can build 50 drones a month, Britain's defence ministry estimates, and has sent 400 to Russia.", (400, 400, "exact", "delivery", "RUS", "IRN")),
    ("Serbia received six MiG-29s from Russia, and four more were promised by Belarus.", (4, 4, "exact", "order", "SRB", "BLR")),
]  # fmt: skip

TAKERS = [
    ("Greece stored 290 Leopard 1 tanks; Kyiv has been given 30 of them.", (30, 30, "exact", "delivery", "UKR", ANY)),
    ("Moldova was promised 14 Piranha vehicles by Germany.", (14, 14, "exact", "order", "MDA", "DEU")),
    ("Tunisia was given 12 Black Hawk helicopters.", (12, 12, "exact", "delivery", "TUN", None)),
    ("Twelve helicopters were given to Tunisia by France.", (12, 12, "exact", "delivery", "TUN", "FRA")),
    ("Rabat, qui possédait déjà 23 F-16, en a acheté vingt-cinq de plus aux États-Unis.", (25, 25, "exact", "order", "MAR", "USA")),
    ("Espanha cedeu dez Leopard 2 a Kiev e ficou com 327.", (327, 327, "exact", "holding", "ESP", ANY)),
    ("Польша передала Киеву 14 МиГ-29 и сохранила 11.", (11, 11, "exact", "holding", "POL", ANY)),
    ("Une cinquantaine de chars ont été perdus, dont une quinzaine à Kherson.", (15, 15, "approx", "loss", ANY, ANY)),
]  # fmt: skip

WHICH_VERB = [
    ("Polen hat der Ukraine 14 MiG-29, etwa 300 Panzer und zehn Hubschrauber geliefert.", (14, 14, "exact", "delivery", "UKR", "POL")),
    ("Ungarn hat aus Deutschland 24 Panzerhaubitzen und 44 Leopard 2 bezogen.", (24, 24, "exact", "delivery", "HUN", "DEU")),
    ("Algeria has 70 Su-30s, bought from Russia for billions, and some 500 T-90 tanks.", (500, 500, "approx", "holding", "DZA", ANY)),
    ("México posee 23 helicópteros Mi-17, comprados a Rusia, y unos 100 blindados.", (100, 100, "approx", "holding", "MEX", ANY)),
    ("L'Algérie possède 70 Su-30, achetés à la Russie, et quelque 300 chars.", (300, 300, "approx", "holding", "DZA", ANY)),
    ("Алжир имеет 70 Су-30, купленных у России, и около 300 танков.", (300, 300, "approx", "holding", "DZA", ANY)),
    ("O Quénia recebeu da Índia três navios-patrulha e pede outros cinco.", (3, 3, "exact", "delivery", "KEN", "IND")),
    ("O Quénia recebeu da Índia três navios-patrulha e pede outros cinco.", (5, 5, "exact", "request", "KEN", ANY)),
    ("Riyad a importé 84 F-15 des États-Unis et voudrait 54 Rafale.", (54, 54, "exact", "request", "SAU", ANY)),
    ("A further 44 howitzers are on order.", (44, 44, "exact", "order", ANY, ANY)),
    ("Kiev había pedido 300 tanques.", (300, 300, "exact", "request", "UKR", ANY)),
    ("A Polónia tinha pedido 32 caças.", (32, 32, "exact", "request", "POL", ANY)),
    ("Ao Mali teriam chegado quatro helicópteros.", (4, 4, "exact", "delivery", "MLI", ANY)),
]  # fmt: skip

CASES = [*NOUN_STANDS_EARLIER, *WHOSE, *TAKERS, *WHICH_VERB]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0][:48] for case in CASES])
def test_reads_what_is_left_out_or_turned_round(text: str, expected: tuple[Any, ...]) -> None:
    low, high, *fields = expected
    claims = [claim for claim in extract(text) if (claim.quantity_low, claim.quantity_high) == (low, high)]
    assert claims, [(claim.quantity_low, claim.quantity_high, claim.quote) for claim in extract(text)]
    claim = claims[0]
    found = [claim.qualifier, claim.kind, claim.holder, claim.supplier]
    assert [had for had, want in zip(found, fields, strict=True) if want is not ANY] == [
        want for want in fields if want is not ANY
    ]


NO_CLAIM_THERE = [
    ("The shelling hit tanks, killed five people and wounded another 40.", 40),
    ("Missiles struck the town: three dead, 12 more injured.", 12),
    ("Сбит вертолёт, погибли трое военных, ещё 12 ранены.", 12),
    ("El misil mató a tres civiles; otros 20 resultaron heridos.", 20),
    ("Un missile a tué six personnes, douze autres sont blessées.", 12),
    ("Die Rakete tötete drei Menschen, 14 weitere wurden verletzt.", 14),
    ("The tanks came in 2019, the first in 2016.", 2016),
    ("The tank deal was signed by 12 ministers, another 30 looked on.", 12),
    ("O míssil feriu dez pessoas e matou outras três.", 3),
    ("Ракета вбила двох цивільних, ще п'ятеро поранені.", 5),
    ("The frigates cost one.", 1),
    ("The tanks leave one by one.", 1),
    ("The missile killed two people and wounded three more. Another 15 were rescued.", 15),
    ("The ministry bought tanks. Of the bidders, 12 were rejected and the first 5 were paid.", 5),
    ("El dron atacó la ciudad. De los 20 detenidos, ocho fueron liberados; otros tres siguen presos.", 3),
    ("Die Rakete traf ein Haus. 30 Bewohner waren da, weitere 5 werden vermisst.", 5),
    ("Police seized rifles. Two suspects fled, the other 4 were arrested.", 4),
]


@pytest.mark.parametrize(("text", "number"), NO_CLAIM_THERE, ids=[case[0][:48] for case in NO_CLAIM_THERE])
def test_leaves_people_and_dates_alone(text: str, number: int) -> None:
    assert number not in [claim.quantity_low for claim in extract(text)]


PARTS = [
    ("Iran launched 170 drones and 30 missiles. Twenty of the drones got through.", 20, True),
    ("Vietnam ordered 64 T-90 tanks; the first 32 arrived in 2018.", 32, True),
    ("De los 54 tanques comprados, 20 fueron destruidos y otros diez capturados.", 10, True),
    ("Dos 31 tanques Abrams, 19 foram destruídos.", 19, True),
    ("Из 54 танков 20 уничтожены.", 20, True),
    ("Die Bundeswehr hat 320 Leopard 2; die ersten 18 gingen an Kiew.", 18, True),
    ("Greece has 353 Leopard tanks and 20 Apache helicopters.", 20, False),
    ("Poland ordered 96 Apaches and another 24 Black Hawk helicopters.", 24, False),
    ("El ejército tiene 300 tanques y 40 de las fragatas más modernas.", 300, False),
]


@pytest.mark.parametrize(("text", "number", "part"), PARTS, ids=[case[0][:48] for case in PARTS])
def test_tells_a_part_from_another_number(text: str, number: int, part: bool) -> None:
    (claim,) = [claim for claim in extract(text) if claim.quantity_low == number]
    assert claim.part_of_total is part


SYSTEMS = [
    ("Iran launched 170 Shahed-136 drones and 30 Fateh-110 missiles. Twenty of the drones got through.", 20, "Shahed-136"),
    ("Thailand flies 11 Gripen fighters.", 11, "JAS-39 Gripen"),
    ("Brazil took delivery of 36 Gripen E fighters.", 36, "Gripen-E"),
    ("Алжир имеет 600 танков Т-90.", 600, "T-90"),
    ("Egypt bought 46 Apaches.", 46, "AH-64 Apache"),
    ("Greece received 40 Marder vehicles.", 40, "Marder"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "number", "system"), SYSTEMS, ids=[case[0][:48] for case in SYSTEMS])
def test_names_the_model_as_closely_as_the_text(text: str, number: int, system: str) -> None:
    (claim,) = [claim for claim in extract(text) if claim.quantity_low == number]
    assert claim.system == system


SPEAKERS = [
    ("Eighty of the tanks were lost, the army said.", None),
    ("“We have 400 tanks”, said Dendias.", "Dendias"),
    ("España enviará diez Leopard 2A4, dijo la ministra Robles.", "Robles"),
    ("In der Nacht wurden nach Angaben aus Moskau 40 Drohnen abgefangen.", "Moskau"),
    ("L'armée veut 14 Rafale, a indiqué une source.", None),
    ("Ирану, по словам чиновника, поставлено 20 танков.", None),
    ("«Tenemos 300 tanques», afirmó el general.", None),
    ("The 40 tanks arrived, officials said on Friday.", None),
    ("According to SIPRI, India has 3,700 tanks.", "SIPRI"),
]


@pytest.mark.parametrize(("text", "speaker"), SPEAKERS, ids=[case[0][:48] for case in SPEAKERS])
def test_a_word_that_opens_a_sentence_is_no_speaker(text: str, speaker: str | None) -> None:
    assert [claim.speaker for claim in extract(text)] == [speaker]
