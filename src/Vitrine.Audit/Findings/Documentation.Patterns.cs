using System.Text.RegularExpressions;

namespace Vitrine.Audit.Findings;

// What sentences of READMEs are read by.
internal sealed partial class Documentation
{
    // Of an address; numbers are told as what they are.
    [GeneratedRegex(@"\A/v(?:\{id\}|[0-9]+)(?=/)", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Version { get; }

    // A plain word, a plain number or one with its unit, a version: no id.
    [GeneratedRegex(@"\A(?:[A-Za-z]{1,20}(?:[-_+](?:[A-Za-z]{1,20}|[0-9]{1,3}(?:\.[0-9]{1,3})?)){0,3}|[0-9]{1,6}(?:\.[0-9]{1,4})?|v[0-9]{1,3}|[0-9]{1,5}(?:ms|s|m|h|d|[kKM]i?B?|%))\z",
        RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Word { get; }

    [GeneratedRegex(@"\p{L}+", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Words { get; }

    [GeneratedRegex(@"(?<=[.;!?])(?<!\b(?:[ap]\.m|e\.g|i\.e)\.) ", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex End { get; }

    [GeneratedRegex(@"\b(?:if|when|whenever|where|with|without|under|behind|in|inside|outside|on|at|by|for|from|as|between|during|other|others|all other|otherwise|else|unless|follows?|depends?|depending|according|only|after|before|until|since|once|while)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Following { get; }

    [GeneratedRegex(@"\b(?:stops?|stopped|disables?|disabled|skips?|skipped|turns? (?:it |them |this |that )?off|(?:is|are) (?:left out|omitted)|(?:not|never) (?:made|sent|asked|called|done|counted|checked)|no (?:requests?|checks?|calls?)|unless|without)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Stopping { get; }

    [GeneratedRegex(@"\b(?:halves?|halved|half)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Halving { get; }

    [GeneratedRegex(@"\b(?:doubles?|doubled|twice)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Doubling { get; }

    [GeneratedRegex(@"\b(?<said>[0-9]{1,3}|[A-Za-z]{2,8})[ `]{1,2}(?:turns?|rounds?|requests?|steps?|iterations?)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Turns { get; }

    [GeneratedRegex(@"([\p{L}][\p{L} _-]{1,40})[""`*]{0,2}: [^:.;!?]*\z", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Labelled { get; }

    [GeneratedRegex(@"\A(?i:sha-?(?:1|256|512)|md5)[:-]", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex OfAlgorithm { get; }

    [GeneratedRegex("[0-9]+", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Numbers { get; }

    [GeneratedRegex(@"\b[A-Z]{6,40}\b", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Capitals { get; }

    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex NameParts { get; }

    // That it is not so.
    [GeneratedRegex(@"\b(?:(?:not|never|n't|no longer) (?:depends?|vary|varies|changes?|follows?|affect(?:s|ed)?)|regardless|independent(?:ly)?|irrespective|whatever|no matter|the same (?:on|in|for|everywhere|under)|plays? no (?:part|role)|nothing to do with|no (?:effect|influence) on|(?:with|behind|in|on) (?:or|and) without|and without (?:one|it|any)|whether or not|unaffected|alike|equally|likewise|as elsewhere|as everywhere|(?:not|never|n't) (?:looked at|consulted|considered|taken into account)|nothing (?:more|else)|the same (?:all|whatever))\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Denying { get; }

    [GeneratedRegex(@"\b(?:orders?|ordered|sort(?:s|ed)?|ranked|(?:come|goes|go|stands?|listed|offered|placed) (?:first|last)|one first)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Ordering { get; }

    // By what earlier sessions did.
    [GeneratedRegex(@"\b(?:use|uses|used|usage|recent(?:ly)?|often|frequen(?:t|tly|cy)|history|earlier|previous(?:ly)?|before)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex OfUse { get; }

    // Numbers are grouped by whoever writes them for people.
    [GeneratedRegex(@"(?<=\b[0-9]{1,3})[,\u2019\u202f\u00a0](?=[0-9]{3}\b)", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Grouped { get; }

    // A sentence of a changelog is about a version, whatever stands before it.
    [GeneratedRegex(@"\b(?:version|release) v?[0-9]", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex OfVersion { get; }

    [GeneratedRegex(@"\b(?i:time )?(?i:zones?)\b", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex OfZones { get; }

    [GeneratedRegex("`(?<said>[^`]*)`", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Code { get; }

    [GeneratedRegex(@"\b(?:then|there|it|its|this|that|these|those|they|them|their|such|instead|otherwise|else|so|also|both|either|same|here|too|another|others?|again|rest|any|hence|therefore|thus|accordingly|the (?:value|limit|number|field|header|member|sum|cap))\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex PointsBack { get; }

    [GeneratedRegex(@"\b(?:left out|leaves? out|omit(?:s|ted)?|dropped|drops|removed|not sent|added|adds|followed by|appended|appends|(?:ends|end|begins|begin) (?:in|with)|missing|absent|not offered|only offers?|switched on|enabled)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Leaving { get; }

    [GeneratedRegex(@"\b(?:left out|leaves? out|omit(?:s|ted)?|dropped|drops|removed|not sent|missing|absent|no longer|goes away|disappears|gone)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex LeavingOut { get; }

    [GeneratedRegex(@"\A[0-9a-f]{8,128}\z", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex IsDigest { get; }

    [GeneratedRegex(@"\b(?:hash(?:ed|es)?|digest)\b[^.;]{0,60}\b(?:salt(?:ed)?|random)\b|\b(?:salt(?:ed)?|random)\b[^.;]{0,60}\b(?:hash(?:ed|es)?|digest)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Salted { get; }

    [GeneratedRegex(@"\b(?:paragraph|passage|section|chapter|introduction|greeting|note|lines?)\b[^.;]{0,60}\b(?:prompt|instructions)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Paragraph { get; }

    [GeneratedRegex("`(?<said>[^`]*)`|\"(?<said>[^\"]*)\"|\u201c(?<said>[^\u201d]*)\u201d", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Quoted { get; }

    [GeneratedRegex(@"(?: field |/)([A-Za-z][A-Za-z0-9_-]{1,60})\z", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Named { get; }
}
