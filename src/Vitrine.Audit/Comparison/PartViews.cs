using System.Globalization;
using System.Text;

namespace Vitrine.Audit.Comparison;

/// <summary>Parts of values that are random as a whole: a group of a UUID that is the same in each session says more than the rest.</summary>
internal static class PartViews
{
    private static readonly char[] s_separators = ['-', '_', '.', ':', '/', '+', '~'];

    /// <summary>Parts that are long enough not to be equal by accident, and the form of the value.</summary>
    public static IEnumerable<Column> Parts(Column column)
    {
        if (!IsToken(column))
            yield break;
        yield return column.Derive(ColumnKind.Part, "form", Form);
        int pieces = column.Values.Min(value => value.Split(s_separators).Length);
        if (pieces > 1 && column.Values.All(value => value.Split(s_separators).Length == pieces))
        {
            for (int i = 0; i < Math.Min(pieces, 16); i++)
            {
                int at = i;
                yield return column.Derive(ColumnKind.Part, string.Create(CultureInfo.InvariantCulture, $"group {i + 1}"),
                    value => value.Split(s_separators)[at]);
            }
        }
        int shortest = column.Values.Min(value => value.Length);
        foreach (int length in (int[])[4, 6, 8, 12, 16, 24])
        {
            if (length >= shortest)
                break;
            yield return column.Derive(ColumnKind.Part, string.Create(CultureInfo.InvariantCulture, $"first {length}"), value => value[..length]);
            yield return column.Derive(ColumnKind.Part, string.Create(CultureInfo.InvariantCulture, $"last {length}"), value => value[^length..]);
        }
        foreach (Column run in Runs(column, shortest))
            yield return run;
    }

    /// <summary>What follows the part that is made of the time: RFC 9562's version 7 has 48 bits of it, others up to 64.</summary>
    public static Column AfterTime(Column column, int? made)
    {
        int from = made ?? 18;
        return column.Derive(column.Kind, "after the time in it", value => value.Length > from + 2 ? value[from..] : "");
    }

    /// <summary>Single characters and bits; a difference in these is a matter of statistics.</summary>
    public static IEnumerable<Column> Bits(Column column)
    {
        if (!IsToken(column))
            yield break;
        yield return column.Derive(ColumnKind.Bit, "length", value => value.Length.ToString(CultureInfo.InvariantCulture));
        yield return column.Derive(ColumnKind.Bit, "sum modulo 2", value => (value.Sum(c => c) & 1).ToString(CultureInfo.InvariantCulture));
        int shortest = column.Values.Min(value => value.Length);
        bool isEven = column.Values.All(value => value.Length == shortest);
        for (int i = 0; i < Math.Min(shortest, 48); i++)
        {
            int at = isEven ? i : shortest - 1 - i;
            string name = string.Create(CultureInfo.InvariantCulture, $"character {(isEven ? i + 1 : -i - 1)}");
            char Take(string value) => isEven ? value[at] : value[value.Length - shortest + at];
            if (column.Values.Select(Take).Distinct().Skip(1).Any())
            {
                yield return column.Derive(ColumnKind.Bit, name, value => Take(value).ToString());
                yield return column.Derive(ColumnKind.Bit, $"{name}, lowest bit", value => (Digit(Take(value)) & 1).ToString(CultureInfo.InvariantCulture));
                yield return column.Derive(ColumnKind.Bit, $"{name}, highest bit", value => (Digit(Take(value)) & 8).ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    /// <summary>Stretches of at least four characters that are the same wherever a condition was repeated, between others that are not.</summary>
    private static IEnumerable<Column> Runs(Column column, int shortest)
    {
        if (column.Values.Any(value => value.Length != shortest) || shortest > 256)
            yield break;
        // Adjacent observations of one session tell what is fixed within it; the steady analysis tells the rest.
        var fixedAt = new bool[shortest];
        for (int i = 0; i < shortest; i++)
            fixedAt[i] = column.Values.GroupBy(value => value[i]).Max(group => group.Count()) > column.Values.Length * 0.6;
        for (int start = 0; start < shortest; start++)
        {
            if (!fixedAt[start])
                continue;
            int end = start;
            while (end < shortest && fixedAt[end])
                end++;
            if (end - start >= 4 && end - start < shortest)
            {
                int from = start, to = end;
                yield return column.Derive(ColumnKind.Part, string.Create(CultureInfo.InvariantCulture, $"characters {from + 1} to {to}"),
                    value => value[from..to]);
            }
            start = end;
        }
    }

    private static int Digit(char c) => char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : c;

    private static bool IsToken(Column column) =>
        column.Values.All(value => value.Length is > 0 and <= 512 && value.AsSpan().IndexOfAny(" \n\t{}") < 0);

    private static string Form(string value)
    {
        var form = new StringBuilder();
        int from = 0;
        for (int i = 1; i <= value.Length; i++)
        {
            if (i < value.Length && Kind(value[i]) == Kind(value[from]))
                continue;
            form.Append(Kind(value[from]) is 'x' ? string.Create(CultureInfo.InvariantCulture, $"x{i - from}") : value[from..i]);
            from = i;
        }
        return form.ToString();
    }

    private static char Kind(char c) => char.IsAsciiLetterOrDigit(c) ? 'x' : c;
}
