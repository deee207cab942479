# ruff: noqa: E501  (one case a line reads as a table)
"""Rules of the claim extractor, one plain sentence each: what a careful reader would write down.

A case is ``text, (low, high, qualifier, kind, holder, system)``; None as an expected field means that
the field is not judged there. Sentences are made up for the rule that they show.
"""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.claims import extract
from pipelines.lookups import fold

ANY = object()

ENGLISH = [
    ("Poland has 247 Leopard 2 tanks.", (247, 247, "exact", "holding", "POL", "Leopard-2")),
    ("Iraq possessed 819 Scud missiles before the war.", (819, 819, "exact", "holding", "IRQ", "R-17")),
    ("The Indian Air Force operates more than 250 Su-30MKI fighters.", (250, None, "at_least", "holding", "IND", ANY)),
    ("Taiwan will receive 1,985 Stinger missiles from the United States.", (1985, 1985, "exact", "delivery", "TWN", "FIM-92 Stinger")),
    ("Germany delivered 18 Leopard 2 tanks to Ukraine in March.", (18, 18, "exact", "delivery", "UKR", "Leopard-2")),
    ("The United States has shipped at least 7,000 Javelins to Ukraine.", (7000, None, "at_least", "delivery", "UKR", "FGM-148 Javelin")),
    ("Warsaw ordered 96 Apache helicopters from Boeing.", (96, 96, "exact", "order", "POL", "AH-64E Apache")),
    ("Poland signed a contract for 180 K2 tanks with South Korea.", (180, 180, "exact", "order", "POL", "K2 Black Panther")),
    ("Norway pledged up to 22 F-16s to Ukraine.", (None, 22, "at_most", "order", "UKR", "F-16A/B")),
    ("Kyiv has asked Berlin for 300 Taurus missiles.", (300, 300, "exact", "request", "UKR", "Taurus KEPD-350")),
    ("Russia lost nearly 3,000 tanks in two years.", (3000, 3000, "approx", "loss", "RUS", "tank")),
    ("Ukraine shot down 44 Russian drones overnight.", (44, 44, "exact", "loss", "RUS", "drone")),
    ("Armenia said its forces destroyed 15 Azerbaijani tanks.", (15, 15, "exact", "loss", "AZE", "tank")),
    ("Some 20,000 MANPADS went missing in Libya.", (20000, 20000, "approx", "loss", "LBY", ANY)),
    ("Russia fired about 100 Kalibr missiles at the city.", (100, 100, "approx", "other", "RUS", "Kalibr")),
    ("China is building five frigates.", (5, 5, "exact", "other", "CHN", "frigate")),
    ("Iran displayed a dozen Shahed-136 drones at the parade.", (12, 12, "exact", "other", "IRN", "Shahed-136")),
    ("Of the army's 320 tanks only 90 are operational.", (320, 320, "exact", "holding", None, "tank")),
    ("Hezbollah holds between 120,000 and 150,000 rockets.", (120000, 150000, "range", "holding", "hezbollah", ANY)),
    ("The Houthis have five or six Scud missiles left.", (5, 6, "range", "holding", "houthi-rebels-yemen", "R-17")),
    ("North Korea fields 300-400 ballistic missile launchers.", (300, 400, "range", "holding", "PRK", ANY)),
    ("Nigeria's air force inducted two Mi-35M helicopters.", (2, 2, "exact", "delivery", "NGA", "Mi-35M")),
    ("Serbia received six MiG-29s from Russia.", (6, 6, "exact", "delivery", "SRB", "MiG-29")),
    ("Egypt bought 24 Rafale jets from France in 2015.", (24, 24, "exact", "order", "EGY", "Rafale")),
    ("Qatar has 36 Rafales and 24 Typhoons in service.", (36, 36, "exact", "holding", "QAT", "Rafale")),
    ("Hundreds of tanks were destroyed.", (100, None, "at_least", "loss", None, "tank")),
    ("Dozens of drones were launched by Iran.", (12, None, "at_least", "other", "IRN", "drone")),
    ("Moscow deployed tens of thousands of missiles.", (10000, None, "at_least", "other", "RUS", "missile")),
    ("The navy has 5,000+ sea mines.", (5000, None, "at_least", "holding", None, ANY)),
    ("Syria got 49 units of S-300 equipment.", (49, 49, "exact", "delivery", "SYR", "S-300")),
    ("India signed a deal for five S-400 squadrons.", (5, 5, "exact", "order", "IND", "S-400")),
    ("Venezuela bought 2,000 Igla-S missiles and 400 launchers.", (400, 400, "exact", "order", "VEN", ANY)),
    ("Iran has roughly 3,000 ballistic missiles.", (3000, 3000, "approx", "holding", "IRN", ANY)),
    ("Fewer than 50 Leopard 2 tanks remain in Greece's depots.", (None, 50, "at_most", None, "GRC", "Leopard-2")),
    ("The Taliban captured 40 aircraft and helicopters.", (40, 40, "exact", "loss", None, "aircraft")),
    ("Ukraine needs at least 128 F-16 fighters, its minister said.", (128, None, "at_least", "request", "UKR", "F-16A/B")),
    ("The Czech Republic donated 40 T-72M1 tanks to Ukraine.", (40, 40, "exact", "delivery", "UKR", ANY)),
    ("Turkey took delivery of two S-400 batteries from Russia.", (2, 2, "exact", "delivery", "TUR", "S-400")),
    ("Taiwan requested 250 additional Stinger missiles.", (250, 250, "exact", "request", "TWN", "FIM-92 Stinger")),
    ("Inspectors accounted for 817 of the 819 missiles imported by Iraq.", (819, 819, "exact", None, "IRQ", "missile")),
    ("The country has about a hundred armoured vehicles.", (100, 100, "approx", "holding", None, "armoured vehicle")),
    ("Two hundred and fifty tanks were handed over to Ukraine.", (250, 250, "exact", "delivery", "UKR", "tank")),
    ("Ukraine received one Patriot battery from Germany.", (1, 1, "exact", "delivery", "UKR", "Patriot")),
    ("Pakistan has ordered 40 J-10C fighters from China.", (40, 40, "exact", "order", "PAK", "J-10C")),
    ("Morocco's 384 Abrams tanks outnumber its neighbour's.", (384, 384, "exact", "holding", "MAR", "M1 Abrams")),
    ("Gaddafi's army held an estimated 4,000 tanks.", (4000, 4000, "approx", "holding", "LBY", "tank")),
    ("The United States approved the sale of 66 F-16 jets to Taiwan.", (66, 66, "exact", "order", "TWN", "F-16A/B")),
    ("Iran supplied Russia with 1,700 Shahed drones.", (1700, 1700, "exact", "delivery", "RUS", "Shahed-136")),
    ("Ukraine said 31 Abrams tanks had arrived.", (31, 31, "exact", "delivery", "UKR", "M1 Abrams")),
    ("Israel intercepted 99 percent of the 330 drones launched by Iran.", (330, 330, "exact", None, "IRN", "drone")),
]  # fmt: skip

SPANISH = [
    ("Venezuela tiene unos 24 aviones Su-30.", (24, 24, "approx", "holding", "VEN", "Su-30MK2")),
    ("Perú posee 40 tanques T-55.", (40, 40, "exact", "holding", "PER", "T-55")),
    ("España entregó diez carros de combate Leopard 2A4 a Ucrania.", (10, 10, "exact", "delivery", "UKR", "Leopard-2")),
    ("Nicaragua destruyó 1.000 de sus 2.000 misiles SAM-7.", (2000, 2000, "exact", None, "NIC", "9K32 Strela-2")),
    ("Rusia perdió casi 3.000 tanques en dos años.", (3000, 3000, "approx", "loss", "RUS", "tank")),
    ("Colombia compró 17 cazas Gripen a Suecia.", (17, 17, "exact", "order", "COL", "Gripen-E")),
    ("Alemania prometió hasta 14 sistemas Patriot a Ucrania.", (None, 14, "at_most", "order", "UKR", "Patriot")),
    ("Ucrania pidió 300 tanques a sus aliados.", (300, 300, "exact", "request", "UKR", "tank")),
    ("Irán lanzó más de 180 misiles balísticos.", (180, None, "at_least", "other", "IRN", ANY)),
    ("Hezbolá cuenta con entre 120.000 y 150.000 cohetes.", (120000, 150000, "range", "holding", "hezbollah", ANY)),
    ("El ejército ruso desplegó treinta y dos helicópteros de combate.", (32, 32, "exact", "other", "RUS", ANY)),
    ("Decenas de drones fueron derribados.", (10, None, "at_least", "loss", None, "drone")),
    ("Cuba recibió una veintena de helicópteros Mi-17 de Rusia.", (20, 20, "approx", "delivery", "CUB", "Mi-17")),
    ("Bolivia dispone de no menos de 30 misiles HN-5.", (30, None, "at_least", "holding", "BOL", "missile")),
    ("Azerbaiyán capturó 33 tanques armenios.", (33, 33, "exact", "loss", "ARM", "tank")),
    ("Chile opera 46 aviones F-16.", (46, 46, "exact", "holding", "CHL", "F-16A/B")),
    ("En los depósitos quedan mil doscientos misiles.", (1200, 1200, "exact", "holding", None, "missile")),
    ("Argentina recibirá 24 F-16 procedentes de Dinamarca.", (24, 24, "exact", "delivery", "ARG", "F-16A/B")),
    ("El arsenal de Corea del Norte incluye 4.300 tanques.", (4300, 4300, "exact", "holding", "PRK", "tank")),
    ("Caracas exhibió 12 lanzadores de misiles en el desfile.", (12, 12, "exact", "other", "VEN", ANY)),
]  # fmt: skip

FRENCH = [
    ("L'Ukraine a reçu 30 canons Caesar de la France.", (30, 30, "exact", "delivery", "UKR", "CAESAR")),
    ("La France a livré une vingtaine de véhicules blindés à l'Ukraine.", (20, 20, "approx", "delivery", "UKR", ANY)),
    ("L'Iran possède plus de 3 000 missiles balistiques.", (3000, None, "at_least", "holding", "IRN", ANY)),
    ("Les Émirats ont commandé 80 avions Rafale.", (80, 80, "exact", "order", "ARE", "Rafale")),
    ("La Russie a perdu environ 2 500 chars.", (2500, 2500, "approx", "loss", "RUS", "tank")),
    ("L'armée ukrainienne a abattu trois avions russes Su-34.", (3, 3, "exact", "loss", "RUS", "Su-34")),
    ("Kiev demande 200 chars supplémentaires.", (200, 200, "exact", "request", "UKR", "tank")),
    ("Berlin a promis jusqu'à 14 chars Leopard 2 à Kiev.", (None, 14, "at_most", "order", "UKR", "Leopard-2")),
    ("Des dizaines de roquettes ont été tirées.", (10, None, "at_least", "other", None, ANY)),
    ("L'Algérie dispose de quatre sous-marins.", (4, 4, "exact", "holding", "DZA", "submarine")),
    ("Le Maroc a acquis 24 hélicoptères Apache auprès des États-Unis.", (24, 24, "exact", "order", "MAR", "AH-64E Apache")),
    ("Quatre-vingt-dix missiles ont été détruits.", (90, 90, "exact", "loss", None, "missile")),
    ("La Libye détenait près de 20 000 missiles sol-air portables.", (20000, 20000, "approx", "holding", "LBY", ANY)),
    ("L'Inde a signé un contrat pour 36 Rafale en 2016.", (36, 36, "exact", "order", "IND", "Rafale")),
    ("La Corée du Nord aligne entre 3 500 et 4 000 chars.", (3500, 4000, "range", "holding", "PRK", "tank")),
    ("Paris va livrer six Mirage 2000 à l'Ukraine.", (6, 6, "exact", "order", "UKR", "Mirage 2000")),
    ("La Serbie compte quatorze MiG-29.", (14, 14, "exact", "holding", "SRB", "MiG-29")),
]  # fmt: skip

GERMAN = [
    ("Die Bundeswehr besitzt rund 300 Kampfpanzer.", (300, 300, "approx", "holding", "DEU", "tank")),
    ("Deutschland hat der Ukraine 18 Leopard-2-Panzer geliefert.", (18, 18, "exact", "delivery", "UKR", "Leopard-2")),
    ("Polen bestellte 96 Apache-Kampfhubschrauber.", (96, 96, "exact", "order", "POL", "AH-64E Apache")),
    ("Russland verlor mehr als 3000 Panzer.", (3000, None, "at_least", "loss", "RUS", "tank")),
    ("Die Ukraine hat 44 russische Drohnen abgeschossen.", (44, 44, "exact", "loss", "RUS", "drone")),
    ("Die Schweiz verkauft 25 Leopard 2 an Deutschland.", (25, 25, "exact", "order", "DEU", "Leopard-2")),
    ("Kiew bittet um 300 Marschflugkörper.", (300, 300, "exact", "request", "UKR", ANY)),
    ("Berlin sagte bis zu 100 Flugabwehrraketen zu.", (None, 100, "at_most", "order", None, ANY)),
    ("Der Iran verfügt über mindestens 3000 ballistische Raketen.", (3000, None, "at_least", "holding", "IRN", ANY)),
    ("Die Bundesregierung genehmigte die Lieferung von siebenundzwanzig Haubitzen.", (27, 27, "exact", "order", None, "artillery piece")),
    ("Nordkorea hat Dutzende Raketenwerfer stationiert.", (12, None, "at_least", "other", "PRK", ANY)),
    ("Von den 350 Panzern sind nur 90 einsatzbereit.", (350, 350, "exact", None, None, "tank")),
    ("Die Ukraine erhielt zweitausend Panzerabwehrraketen.", (2000, 2000, "exact", "delivery", "UKR", ANY)),
    ("Katar hat 62 Leopard 2 A7 gekauft.", (62, 62, "exact", "order", "QAT", "Leopard-2")),
    ("Serbien hat 14 Kampfjets vom Typ MiG-29.", (14, 14, "exact", "holding", "SRB", "MiG-29")),
    ("Der Irak besaß 819 Scud-Raketen.", (819, 819, "exact", "holding", "IRQ", "R-17")),
    ("Die Hisbollah hat zwischen 120.000 und 150.000 Raketen.", (120000, 150000, "range", "holding", "hezbollah", "missile")),
]  # fmt: skip

PORTUGUESE = [
    ("O Brasil tem 36 caças Gripen encomendados.", (36, 36, "exact", None, "BRA", "Gripen-E")),
    ("Portugal enviou três tanques Leopard 2 para a Ucrânia.", (3, 3, "exact", "delivery", "UKR", "Leopard-2")),
    ("A Rússia perdeu mais de 3.000 tanques.", (3000, None, "at_least", "loss", "RUS", "tank")),
    ("A Venezuela possui cerca de 5.000 mísseis Igla-S.", (5000, 5000, "approx", "holding", "VEN", "9K338 Igla-S")),
    ("A Ucrânia pediu 128 caças F-16.", (128, 128, "exact", "request", "UKR", "F-16A/B")),
    ("O Irã lançou até 200 mísseis balísticos.", (None, 200, "at_most", "other", "IRN", ANY)),
    ("Angola comprou doze aviões Su-30 à Rússia.", (12, 12, "exact", "order", "AGO", "Su-30MK2")),
    ("Dezenas de drones foram abatidos.", (10, None, "at_least", "loss", None, "drone")),
    ("A Coreia do Norte exibiu 11 mísseis intercontinentais.", (11, 11, "exact", "other", "PRK", ANY)),
    ("O exército dispõe de vinte e oito helicópteros de ataque.", (28, 28, "exact", "holding", None, ANY)),
    ("A Alemanha prometeu dois sistemas Patriot à Ucrânia.", (2, 2, "exact", "order", "UKR", "Patriot")),
    ("O Hezbollah tem entre 120 mil e 150 mil foguetes.", (120000, 150000, "range", "holding", "hezbollah", ANY)),
]  # fmt: skip

RUSSIAN = [
    ("На вооружении Польши состоит 247 танков «Леопард 2».", (247, 247, "exact", "holding", "POL", "Leopard-2")),
    ("Германия передала Украине 18 танков Leopard 2.", (18, 18, "exact", "delivery", "UKR", "Leopard-2")),
    ("Россия потеряла более 3 тысяч танков.", (3000, None, "at_least", "loss", "RUS", "tank")),
    ("ВСУ сбили 44 российских беспилотника.", (44, 44, "exact", "loss", "RUS", "drone")),
    ("Индия заказала пять полков С-400.", (5, 5, "exact", "order", "IND", "S-400")),
    ("Киев попросил у союзников не менее 128 истребителей F-16.", (128, None, "at_least", "request", "UKR", "F-16A/B")),
    ("США обещали Украине до 31 танка «Абрамс».", (None, 31, "at_most", "order", "UKR", "M1 Abrams")),
    ("Венесуэла располагает примерно двумя тысячами ракет.", (2000, 2000, "approx", "holding", "VEN", "missile")),
    ("Иран выпустил около 180 баллистических ракет.", (180, 180, "approx", "other", "IRN", ANY)),
    ("Сербия получила шесть истребителей МиГ-29 из России.", (6, 6, "exact", "delivery", "SRB", "MiG-29")),
    ("Десятки танков были уничтожены.", (10, None, "at_least", "loss", None, "tank")),
    ("КНДР показала 250 пусковых установок на параде.", (250, 250, "exact", "other", "PRK", ANY)),
    ("У Ирана есть от 300 до 400 ракет.", (300, 400, "range", "holding", "IRN", "missile")),
    ("Турция купила у России четыре дивизиона С-400.", (4, 4, "exact", "order", "TUR", "S-400")),
    ("Азербайджан захватил 33 армянских танка.", (33, 33, "exact", "loss", "ARM", "tank")),
    ("Норвегия пообещала Украине 22 самолёта Ф-16.", (22, 22, "exact", "order", "UKR", "F-16A/B")),
]  # fmt: skip

UKRAINIAN = [
    ("Німеччина передала Україні 18 танків Leopard 2.", (18, 18, "exact", "delivery", "UKR", "Leopard-2")),
    ("Росія втратила понад 3000 танків.", (3000, None, "at_least", "loss", "RUS", "tank")),
    ("Сили оборони збили 44 російські безпілотники.", (44, 44, "exact", "loss", "RUS", "drone")),
    ("Україна отримала двадцять вісім гаубиць.", (28, 28, "exact", "delivery", "UKR", "artillery piece")),
    ("Польща замовила 180 танків K2.", (180, 180, "exact", "order", "POL", "K2 Black Panther")),
    ("Київ просить щонайменше сім систем Patriot.", (7, None, "at_least", "request", "UKR", "Patriot")),
    ("Іран має близько 3000 балістичних ракет.", (3000, 3000, "approx", "holding", "IRN", ANY)),
    ("Росія випустила до 100 шахедів.", (None, 100, "at_most", "other", "RUS", ANY)),
    ("Данія пообіцяла Україні 19 винищувачів F-16.", (19, 19, "exact", "order", "UKR", "F-16A/B")),
    ("Десятки дронів було знищено.", (10, None, "at_least", "loss", None, "drone")),
    ("США поставили Україні 39 установок HIMARS.", (39, 39, "exact", "delivery", "UKR", "HIMARS")),
    ("Велика Британія надала 14 танків Challenger 2.", (14, 14, "exact", "delivery", None, "Challenger 2")),
]  # fmt: skip

OTHERS = [
    ("Indonesia menerima enam jet tempur Rafale.", (6, 6, "exact", "delivery", "IDN", "Rafale")),
    ("Polska zamówiła 366 czołgów Abrams.", (366, 366, "exact", "order", "POL", "M1 Abrams")),
    ("Nederland heeft 24 F-16's aan Oekraïne geleverd.", (24, 24, "exact", "delivery", "UKR", "F-16A/B")),
    ("L'Iran possiede circa 3.000 missili balistici.", (3000, 3000, "approx", "holding", "IRN", ANY)),
    ("भारत के पास ३६ राफेल विमान हैं।", (36, 36, "exact", "holding", "IND", "Rafale")),
    ("Türkiye, Rusya'dan 2 adet S-400 bataryası satın aldı.", (2, 2, "exact", "order", "TUR", "S-400")),
    ("中国拥有370艘军舰。", (370, 370, "exact", "holding", "CHN", ANY)),
    ("تمتلك إيران أكثر من 3000 صاروخ باليستي.", (3000, None, "at_least", "holding", "IRN", ANY)),
    ("تمتلك إيران ٣٠٠٠ صاروخ.", (3000, 3000, "exact", "holding", "IRN", "missile")),
    ("Srbija ima 14 aviona MiG-29.", (14, 14, "exact", "holding", "SRB", "MiG-29")),
]  # fmt: skip

NEWS = [
    ("South Korea's military said on Monday that the North had moved 250 launchers to the front.", (250, 250, "exact", "other", "PRK", ANY)),
    ("Kim Jong Un inspected 50 new tanks, state media reported.", (50, 50, "exact", None, "PRK", "tank")),
    ("According to Oryx, Russia has lost 3,704 tanks, of which 534 were captured.", (534, 534, "exact", "loss", "RUS", "tank")),
    ("The Pentagon said it would send 31 Abrams tanks to Ukraine.", (31, 31, "exact", "order", "UKR", "Abrams")),
    ("Lockheed Martin delivered the first three F-16 Block 70 jets to Slovakia.", (3, 3, "exact", "delivery", "SVK", "F-16")),
    ("Pakistan claimed it had downed five Indian jets, including three Rafales.", (5, 5, "exact", "loss", "IND", ANY)),
    ("Pakistan claimed it had downed five Indian jets, including three Rafales.", (3, 3, "exact", "loss", "IND", "Rafale")),
    ("Iran's navy added 100 speedboats to its fleet on Thursday.", (100, 100, "exact", "delivery", "IRN", ANY)),
    ("Taiwan's purchase of 100 Harpoon launchers was approved in 2020.", (100, 100, "exact", "order", "TWN", "Harpoon")),
    ("NATO estimates that Hezbollah possesses more than 100,000 rockets.", (100000, None, "at_least", "holding", "hezbollah", "rocket")),
    ("Libya under Gaddafi acquired some 20,000 shoulder-fired missiles.", (20000, 20000, "approx", None, "LBY", ANY)),
    ("Only 10 of the 24 Typhoons were combat-ready.", (10, 10, "exact", "other", None, ANY)),
    ("China's navy has 370 ships, the Pentagon report said.", (370, 370, "exact", "holding", "CHN", "ship")),
    ("Belarus will have 24 Su-30SM fighters by 2026.", (24, 24, "exact", "other", "BLR", "Su-30")),
    ("Ukraine has received 18 HIMARS from the US and three MARS II from Germany.", (18, 18, "exact", "delivery", "UKR", "HIMARS")),
    ("Iraq had declared 819 missiles; inspectors found two more.", (819, 819, "exact", None, "IRQ", "missile")),
    ("India plans to buy 114 fighter jets.", (114, 114, "exact", "request", "IND", ANY)),
    ("Berlin has promised Kyiv 100 Leopard 1 tanks.", (100, 100, "exact", "order", "UKR", "Leopard-1")),
    ("Poland will buy 250 Abrams tanks from the United States.", (250, 250, "exact", "order", "POL", "Abrams")),
    ("Russian forces launched 93 missiles and nearly 200 drones at Ukraine.", (200, 200, "approx", "other", "RUS", "drone")),
    ("Russia's factories produce 1,500 tanks a year.", (1500, 1500, "exact", "other", "RUS", "tank")),
    ("Nicaragua still has 1,051 of the missiles, the army said.", (1051, 1051, "exact", "holding", "NIC", "missile")),
    ("Washington suspects that 480 Igla-S missiles are missing from Libyan depots.", (480, 480, "exact", "loss", "LBY", "Igla-S")),
    ("The Serbian air force now has fourteen MiG-29s, Vucic said.", (14, 14, "exact", "holding", "SRB", "MiG-29")),
    ("Venezuela's 5,000 Igla-S missiles worry its neighbours.", (5000, 5000, "exact", "holding", "VEN", "Igla-S")),
    ("El Gobierno de Maduro asegura tener 5.000 misiles Igla-S.", (5000, 5000, "exact", "holding", "VEN", "Igla-S")),
    ("Rusia vendió a Venezuela 24 cazas Sukhoi, 100.000 fusiles y 50 helicópteros.", (50, 50, "exact", "order", "VEN", "helicopter")),
    ("Ucrania asegura haber derribado 30 drones iraníes Shahed lanzados por Rusia.", (30, 30, "exact", "loss", "RUS", "Shahed")),
    ("De los 20 tanques, ocho fueron destruidos.", (8, 8, "exact", "loss", None, "tank")),
    ("Hugo Chávez anunció la compra de 92 tanques T-72 a Rusia.", (92, 92, "exact", "order", "VEN", "T-72")),
    ("España enviará seis carros Leopard a Ucrania.", (6, 6, "exact", "order", "UKR", "Leopard")),
    ("Le président Macron a annoncé la livraison de 40 missiles Scalp à l'Ukraine.", (40, 40, "exact", None, "UKR", ANY)),
    ("Selon Téhéran, l'armée iranienne a reçu 1 000 nouveaux drones.", (1000, 1000, "exact", "delivery", "IRN", "drone")),
    ("Sur les 18 Caesar livrés, deux ont été détruits.", (2, 2, "exact", "loss", None, "Caesar")),
    ("Nach Angaben aus Kiew wurden 38 von 44 Drohnen abgeschossen.", (38, 38, "exact", "loss", None, "drone")),
    ("Von den 14 Panzern sind acht beschädigt.", (8, 8, "exact", "loss", None, "tank")),
    ("Polen will 48 Kampfjets vom Typ FA-50 aus Südkorea kaufen.", (48, 48, "exact", None, "POL", "FA-50")),
    ("Минобороны сообщило об уничтожении 25 украинских беспилотников.", (25, 25, "exact", "loss", "UKR", "drone")),
    ("По данным Oryx, Россия лишилась 3704 танков, из них 2635 уничтожены.", (2635, 2635, "exact", "loss", "RUS", "tank")),
    ("Шойгу заявил, что армия получила 1500 танков.", (1500, 1500, "exact", "delivery", "RUS", "tank")),
    ("Генштаб: росіяни втратили 9876 танків та 18 тисяч гармат.", (18000, 18000, "exact", "loss", "RUS", ANY)),
    ("Зеленський заявив, що Україні потрібно 128 літаків F-16.", (128, 128, "exact", "request", "UKR", "F-16")),
    ("O presidente ucraniano disse que precisa de 25 sistemas Patriot.", (25, 25, "exact", "request", "UKR", "Patriot")),
    ("Libya's stockpile comprised about 20,000 MANPADS, only 5,000 of which have been recovered and destroyed.", (5000, 5000, "exact", "loss", "LBY", ANY)),
    ("The aid package includes 31 M1A1 Abrams, 90 Stryker personnel carriers and 59 Bradleys.", (59, 59, "exact", "order", None, "Bradley")),
    ("Iran's Defence Ministry delivered 1,000 drones to the army, Tasnim reported.", (1000, 1000, "exact", "delivery", "IRN", "drone")),
    ("Serbia has 10 MiG-29s, six of them donated by Russia and four by Belarus.", (4, 4, "exact", "delivery", "SRB", "MiG-29")),
    ("Taipei ordered 250 Stinger missiles in 2019 and later raised the number to 1,985.", (1985, 1985, "exact", "order", "TWN", "Stinger")),
    ("Azerbaijan said 241 Armenian tanks, 50 BMPs and four S-300 systems had been destroyed.", (241, 241, "exact", "loss", "ARM", "tank")),
    ("Iraq claimed to have unilaterally destroyed 85 Scud missiles.", (85, 85, "exact", "loss", "IRQ", "R-17")),
    ("Caracas recibió de Moscú más de 100 tanques y 24 cazas.", (24, 24, "exact", "delivery", "VEN", ANY)),
    ("Un total de 36 helicópteros Mi-17, diez Mi-35 y tres Mi-26 fueron adquiridos por Venezuela.", (10, 10, "exact", "order", "VEN", "Mi-35M")),
    ("Nicaragua conserva 1.051 misiles SAM-7, de los 2.051 que recibió de la URSS.", (2051, 2051, "exact", None, "NIC", "Strela-2")),
    ("La France a promis à l'Ukraine 12 canons Caesar supplémentaires.", (12, 12, "exact", "order", "UKR", "Caesar")),
    ("Die Bundeswehr verfügt noch über 287 Leopard 2.", (287, 287, "exact", "holding", "DEU", "Leopard-2")),
    ("Сербия имеет 14 МиГ-29, шесть из которых передала Россия.", (6, 6, "exact", "delivery", "SRB", "MiG-29")),
    ("За сутки уничтожено 12 танков, 30 бронемашин и 5 РСЗО противника.", (5, 5, "exact", "loss", None, ANY)),
    ("Nicaragua has destroyed 1,000 missiles out of the 2,000 donated by the Soviet Union.", (1000, 1000, "exact", "loss", "NIC", "missile")),
    ("The US Navy has fewer than 300 ships, compared with China's 370.", (370, 370, "exact", "holding", "CHN", "ship")),
    ("The UN accounted for 817 of the 819 missiles, including 83 of the 85 which Iraq said it had destroyed.", (85, 85, "exact", None, None, "missile")),
    ("Thirty Leopard tanks, worth 200 million euros, went to Chile.", (30, 30, "exact", "delivery", "CHL", "Leopard-2")),
    ("Saudi Arabia intercepted seven ballistic missiles fired by the Houthis.", (7, 7, "exact", "loss", "houthi-rebels-yemen", ANY)),
    ("“Tenemos más de 5.000 Igla-S”, dijo Maduro.", (5000, None, "at_least", "holding", "VEN", "Igla-S")),
    ("España estudia enviar entre cuatro y seis Leopard a Kiev.", (4, 6, "range", "other", None, "Leopard-2")),
    ("Los 24 Su-30 adquiridos en 2006 costaron 1.500 millones.", (24, 24, "exact", "order", None, "Su-30")),
    ("Ethiopia's arsenal: 220 T-72 tanks, 450 APCs and 48 fighter aircraft.", (450, 450, "exact", "holding", "ETH", ANY)),
    ("L'Ukraine a perdu au moins 14 de ses 31 chars Abrams.", (31, 31, "exact", "loss", "UKR", "Abrams")),
    ("Pada 2023 Polandia membeli sekitar 500 HIMARS dari Amerika Serikat.", (500, 500, "approx", "order", "POL", "HIMARS")),
]  # fmt: skip

CASES = [*NEWS, *ENGLISH, *SPANISH, *FRENCH, *GERMAN, *PORTUGUESE, *RUSSIAN, *UKRAINIAN, *OTHERS]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0][:48] for case in CASES])
def test_reads_the_claim(text: str, expected: tuple[Any, ...]) -> None:
    low, high, qualifier, kind, holder, system = expected
    claims = [claim for claim in extract(text) if (claim.quantity_low, claim.quantity_high) == (low, high)]
    assert claims, [(claim.quantity_low, claim.quantity_high, claim.quote) for claim in extract(text)]
    claim = claims[0]
    assert claim.qualifier == qualifier
    assert kind is None or claim.kind == kind
    assert holder is None or claim.holder == holder
    assert system is ANY or fold(system) in fold(claim.system or "")
    assert text[claim.start : claim.end] == claim.quote


NO_CLAIM = [
    "In 2014 tanks crossed the border.",
    "The missile has a range of 2,000 km.",
    "The destroyer displaces 5,000 tonnes.",
    "The contract for the tanks is worth $2.5 billion.",
    "The S-300 and the T-72B1 were shown in Moscow.",
    "Some 3,000 soldiers guard the missile base.",
    "The gun fires 5,000 30-mm rounds per minute.",
    "The 122mm Grad rocket flies 20 kilometres.",
    "Russia attacked 12 cities with drones.",
    "The deal was signed on 4 August 2021 for new missiles.",
    "The warship has a crew of 300 sailors.",
    "Three countries operate the Patriot system.",
    "About 40 percent of the tanks are old.",
    "The drone can stay in the air for 24 hours.",
    "Five people were killed in missile strikes.",
    "The 80th brigade has tanks.",
    "The fleet is four times bigger than before.",
    "The Su-35 flies at Mach 2 and 18,000 metres.",
    "He paid 300 euros for the rifle.",
    "El misil alcanza objetivos a 500 kilómetros.",
    "En 2009 llegaron los tanques.",
    "El contrato, por 2.200 millones de dólares, incluye tanques.",
    "Unos 300 soldados custodian los misiles.",
    "El 4 de agosto fueron enviados los tanques.",
    "Le missile a une portée de 300 kilomètres.",
    "En 2015, les chars ont été livrés.",
    "Le contrat des Rafale s'élève à 14 milliards d'euros.",
    "Quelque 500 soldats gardent les missiles.",
    "Die Rakete hat eine Reichweite von 500 Kilometern.",
    "Im Jahr 2014 wurden die Panzer verkauft.",
    "Rund 5000 Soldaten sind mit Panzern unterwegs.",
    "Die Panzer kosten 20 Millionen Euro.",
    "O míssil tem alcance de 300 quilômetros.",
    "Em 2014 os tanques foram vendidos.",
    "Дальность ракеты составляет 500 километров.",
    "В 2014 году танки были переданы.",
    "Около 5000 военнослужащих охраняют ракеты.",
    "Танки 80-й бригады вошли в город.",
    "Дальність ракети становить 500 кілометрів.",
    "У 2014 році танки передали.",
    "Il missile ha una gittata di 2.000 km.",
    "Füzenin menzili 500 kilometre.",
    "Zasięg rakiety to 300 kilometrów.",
    "Each battery consists of four launchers.",
    "Chaque batterie compte 6 lanceurs.",
    "Maduro llamó a 4,5 millones de milicianos a defender los misiles.",
    "The rebels found 482 crates of missiles.",
    "India and China share a border of 3,488 km with few tanks.",
]


@pytest.mark.parametrize("text", NO_CLAIM)
def test_leaves_other_numbers_alone(text: str) -> None:
    assert [(claim.quote, claim.quantity_low) for claim in extract(text)] == []
