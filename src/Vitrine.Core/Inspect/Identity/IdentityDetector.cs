using System.Text;

namespace Vitrine.Core.Inspect.Identity;

/// <summary>Finds the values of one person and machine, in clear, encoded and plainly hashed. Immutable; for any number of threads.</summary>
public sealed class IdentityDetector
{
    /// <summary>The most hits of one search.</summary>
    public const int MaximumHits = 1000;

    /// <summary>The most values that are looked for.</summary>
    public const int MaximumValues = 64;

    private readonly LiteralSearch _long;
    private readonly Literal[] _short;
    private readonly WordRules _rules;

    /// <summary>Makes every form of the values. A matter of a few milliseconds: not for the start of the program.</summary>
    public IdentityDetector(IEnumerable<IdentityValue> values)
    {
        IdentityValue[] telling = [.. values.Where(value => OrdinaryWords.Tells(value)).Distinct().Take(MaximumValues)];
        Literal[] literals = [.. telling.SelectMany(Literal.Of)];
        _long = new LiteralSearch([.. literals.Where(literal => literal.Bytes.Length >= LiteralSearch.ShortestLiteral)]);
        _short = [.. literals.Where(literal => literal.Bytes.Length < LiteralSearch.ShortestLiteral)];
        IdentityValue home = telling.FirstOrDefault(value => value.Kind == IdentityKind.HomePath);
        _rules = new WordRules(Encoding.UTF8.GetBytes(home.Value ?? ""));
    }

    /// <summary>Searches <paramref name="text"/> and adds to <paramref name="hits"/>; false where there were more than are listed.</summary>
    /// <param name="text">UTF-8 pieces, each followed by a zero byte.</param>
    /// <param name="hits">Where hits go; short values come behind long ones.</param>
    public bool Find(ReadOnlySpan<byte> text, List<IdentityHit> hits)
    {
        int room = MaximumHits;
        _long.Find(text, _rules, ref room, hits);
        // Few and short: a vectorised search for each is faster than a filter that must look at every place.
        foreach (Literal literal in _short)
        {
            int at = 0;
            while (room >= 0 && text[at..].IndexOf(literal.Bytes) is >= 0 and var next)
            {
                at += next;
                if (_rules.Takes(text, at, literal) && room-- > 0)
                    hits.Add(new IdentityHit(literal.Kind, literal.Form, new TextRange(at, literal.Bytes.Length)));
                at += literal.Bytes.Length;
            }
        }

        return room >= 0;
    }
}
