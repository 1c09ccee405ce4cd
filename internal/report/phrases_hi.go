package report

func hindi() *phrases {
	return &phrases{
		intake: "प्रश्नावली", pack: "पैक",
		toDo: "क्या करें", therapies: "जो मालिश ठीक है", plan: "योजना", withheld: "जो नहीं सुझाया गया", avoid: "यहाँ हाथ न लगाएँ",
		cautions: "सावधानियाँ", missing: "अभी छूटा हुआ", ignored: "उत्तर जो लागू नहीं होते और छोड़े गए", care: "मालिश के साथ",
		notice:    "कृपया ध्यान दें",
		clearance: "केवल इलाज करने वाले डॉक्टर की सहमति के बाद", yourClearance: "केवल आपके डॉक्टर की सहमति के बाद",
		notNow: "अभी न कराएँ", others: "ये भी ठीक हैं:", moreCare: "यह भी काम आता है:",
		minutes: "मिनट", pressure: "दबाव", areas: "जगहें",
		provider:  map[string]string{"home": "घर पर या थेरेपिस्ट से", "therapist": "प्रशिक्षित थेरेपिस्ट से", "physician": "केवल चिकित्सक से"},
		pressures: map[string]string{"stroking": "सहलाने भर का", "light": "हल्का", "moderate": "मध्यम", "firm": "तेज़", "deep": "गहरा"},
		dispositions: map[string]string{
			"emergency": "आपात स्थिति", "urgent": "जल्दी डॉक्टर को दिखाएँ", "refer": "पहले डॉक्टर या फ़िज़ियोथेरेपिस्ट को दिखाएँ", "defer": "अभी नहीं",
			"incomplete": "उत्तर छूटे हुए", "clearance": "केवल इलाज करने वाले डॉक्टर की सहमति के बाद", "proceed": "मालिश हो सकती है",
		},
		certainties: map[string]string{
			"consensus": "आम चिकित्सकीय जानकारी", "tradition": "केवल परंपरा", "very_low": "बहुत कम भरोसा", "low": "कम भरोसा",
			"moderate": "मध्यम भरोसा", "high": "ज़्यादा भरोसा", "guideline": "दिशानिर्देश",
		},
		states: map[string]string{"unanswered": "उत्तर नहीं दिया", "unsure": "पक्का पता नहीं", "notes": "टिप्पणी में लिखा है", "not_asked": "लागू नहीं"},
		none:   "इनमें से कोई नहीं", stop: "।", orMore: "%d या ज़्यादा", orLess: "%d या कम",
		week: "हफ़्ता", weeks: "हफ़्ते", perWeek: "बार हर हफ़्ते", onceAWeek: "हफ़्ते में एक बार", everyWeeks: "हर %d हफ़्तों में एक बार", inFourWeeks: "चार हफ़्तों में %d बार", fromTo: "%s से %s तक",
		session: "1 बार", sessions: "%d बार",
		notRuledOut: "इसकी संभावना से इनकार नहीं", reasons: "कारण", reasonsTitle: "कारण और स्रोत", score: "अंक",
		review: "फिर से देखें: हफ़्ता", atMost: "आज से अधिक से अधिक %s",
		explain: hindiExplain(),
		progress: progressPhrases{
			title: "अब तक का हाल", visit: "मुलाक़ात %d", earlier: "पिछली मुलाक़ात: %s", first: "पहली मुलाक़ात", now: "आज",
			when: "मुलाक़ात", outcome: "परिणाम", therapy: "पहली पसंद",
			result: "परिणाम: %s (पहले: %s)", added: "अब यह भी ठीक है: %s", dropped: "अब नहीं सुझाया जाता: %s", answer: "%s: %s (पहले: %s)",
		},
		web: webPhrases{
			front: "सामने", back: "पीछे", bodyLabel: "शरीर का चित्र, सामने और पीछे से। दर्द की जगहें: %s.", bodyAvoid: "यहाँ हाथ न लगाएँ: %s.",
			lineLabel: "साथ की तालिका का चित्र: हर मुलाक़ात पर हर माप, 0 से 10 तक।",
			where:     "कहाँ", hurts: "दर्द", nothing: "दिए गए उत्तरों के लिए कोई मालिश ठीक नहीं बैठती।", evidence: "प्रमाण", scale: "0 से 10",
			weeksLabel:  "योजना का चित्र, हफ़्ता दर हफ़्ता, जैसा साथ की तालिका में है।",
			weeksLegend: "हर स्तंभ एक हफ़्ता है। ऊँचाई: एक बार के मिनट, हल्के रंग में सबसे लंबा समय। बिंदु: कितनी बार, खाली बिंदु इच्छा पर। झंडा: फिर से देखना।",
			whenWeeks:   "कब", howOften: "कितनी बार", howLong: "कितनी देर",
			notes: "टिप्पणी", name: "नाम", signature: "हस्ताक्षर", date: "तारीख़",
			use: "किसके लिए है और इसकी सीमाएँ", notFor: "इसके लिए नहीं:", limits: "सीमाएँ:", author: "लेखक:", reviewed: "लेखकों की पिछली जाँच:", sources: "स्रोत",
		},
	}
}

func hindiExplain() explainPhrases {
	return explainPhrases{
		decided: "यह परिणाम क्यों", outranked: "यह भी लागू है, पर कम ज़रूरी", lifted: "हटाया गया, क्योंकि डॉक्टर सहमत हैं",
		close:         "एक उत्तर की दूरी पर",
		nothing:       "कोई नियम इससे ज़्यादा सावधानी नहीं माँगता।",
		incomplete:    "ज़रूरी प्रश्नों के उत्तर नहीं हैं:",
		throughUnsure: "क्योंकि किसी उत्तर का पक्का पता नहीं",
		answers:       "उत्तर:", wouldApply: "लागू होता अगर:", wouldLift: "लागू नहीं होता अगर:",
		never: "कोई उत्तर इसे नहीं हटाता।", asAbove: "ऊपर दिए कारण से।",
		therapies: "हर उपचार के पक्ष और विपक्ष में", noTherapies: "यह परिणाम रहते किसी उपचार पर विचार नहीं होता।",
		verdicts:  map[string]string{"shown": "सुझाया गया", "withheld": "नहीं सुझाया गया", "no_argument": "यहाँ इसके पक्ष में कुछ नहीं", "other_areas": "दुखती जगहों के लिए नहीं", "against": "यहाँ इसके पक्ष में कुछ नहीं, और कुछ विपक्ष में है"},
		kinds:     map[string]string{"exclude": "मना है", "pressure": "दबाव की सीमा से ज़्यादा", "area": "कोई जगह नहीं बची"},
		condition: "शर्त:", seeAbove: "(ऊपर देखें)", reads: map[bool]string{false: "नियम देखता है: %s", true: "नियम देखता है: %s नहीं"},
		spared: "इसके विपक्ष में होता, पर लागू नहीं है:",
		silent: "इसके पक्ष में होता, पर लागू नहीं है:", silentHint: "दूसरे नियम इसके पक्ष में हो सकते हैं: देखें --therapy %s।",
		limits: "सीमाएँ",
		limit:  map[string]string{"pressure": "दबाव अधिक से अधिक %s", "minutes": "एक बार में अधिक से अधिक %s मिनट", "sessions_per_week": "हफ़्ते में अधिक से अधिक %s बार"},

		whatIf: "इसे क्या बदलेगा", seeClinician: "यह फ़ैसला डॉक्टर का है: उन्हें दिखाएँ। आदतों या इच्छाओं से इसमें कुछ नहीं बदलता।",
		noChangeUpTo:    "%d तक आदतें, इच्छाएँ या आज की बातें बदलने से दूसरा परिणाम नहीं आता। एक साथ ज़्यादा बदलाव नहीं देखे गए।",
		noChange:        "आदतें, इच्छाएँ या आज की बातें बदलने से दूसरा परिणाम नहीं आता।",
		nothingToChange: "दिए गए उत्तरों में कोई आदत या इच्छा नहीं जिसे बदला जा सके।",
		tooMany:         "बदले जा सकने वाले उत्तर इतने हैं कि सब नहीं देखे जा सकते।",
		opens:           "तब इनके उत्तर चाहिए होंगे: %s", searched: "%d तक बदलावों का हर मेल देखा गया; एक साथ ज़्यादा नहीं।",
		first: "पहली पसंद: %s", noneShown: "कोई मालिश ठीक नहीं", moreWays: "और %d तरीके", and: "और",
		drop: "%s के बिना", add: "%s के साथ", instead: "%s, इसकी जगह नहीं: %s",

		open: "जो पता करना अच्छा है", doNotWait: "पहले वह करें जो ऊपर लिखा है। इन्हें पता करने के लिए न रुकें।",
		idle: "इनसे कुछ सलाह ही बदलेगी:", asNow: "जैसा अभी", details: "केवल सलाह बदलेगी",
		ifAnswer: "अगर %s: %s", ifAny: "उत्तर जो भी हो: %s", alsoNeeded: "इनके उत्तर फिर भी चाहिए: %s",
		notesStand: "जब तक टिप्पणी में इसका ज़िक्र है और इसे चुना नहीं गया, कोई दूसरा उत्तर नहीं माना जाता। टिप्पणी ठीक करने पर:",
		more:       "%s भी", fewer: "%s नहीं", pressure: "दबाव अधिक से अधिक %s", minutes: "%d मिनट", schedule: "दूसरी योजना",
	}
}
