using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Comparison;

/// <summary>
/// Ids that begin with the time at which they were made, as many libraries make them: UUIDs of version 7 (RFC 9562), ULIDs, KSUIDs, CUIDs, object ids, plain
/// numbers. Where all sessions begin at the same moment the values do not tell that by their order; these say it by their form.
/// </summary>
internal static partial class TimeIds
{
    // Milliseconds.
    private const long LongestSession = 86_400_000;
    private const long OfKsuid = 1_400_000_000_000;

    // Seconds: an id is made a little before it is sent.
    private const double Grain = 0.02;

    // What is left of the milliseconds where a counter of twelve bits stands behind them in 48.
    private const long Cut = 1L << 36;
    private const long MostSteps = 64;
    private static readonly Func<string, (long Milliseconds, int From, int To)?>[] s_forms = [Uuid, Ulid, Cuid, Ksuid, ObjectId, text => Number(text, 13, 1),
        text => Number(text, 10, 1000), Base36, Counted, CountedDown];

    /// <summary>How many characters of each value are made of its session's time; null where they are not.</summary>
    public static int? LengthOf(Column column, Conditions conditions)
    {
        foreach (Func<string, (long Milliseconds, int From, int To)?> form in s_forms)
        {
            int length = 0, i = 0;
            string? before = null;
            for (; i < column.Values.Length; i++)
            {
                string value = column.Values[i];
                // What stands before the time is not looked at any more: it must be the same everywhere.
                if (form(value) is not (long milliseconds, int from, int to)
                    || !IsOf(conditions.Sessions[column.Sessions[i]].Machine.Start.ToUnixTimeMilliseconds(), milliseconds)
                    || !value.AsSpan(0, from).SequenceEqual(before ??= value[..from]))
                    break;
                length = Math.Max(length, to);
            }

            if (i > 0 && i == column.Values.Length)
                return length;
        }

        return null;
    }

    private static bool IsOf(long start, long milliseconds) =>
        milliseconds < Cut
            ? Math.Min((milliseconds - start) & (Cut - 1), (start - milliseconds) & (Cut - 1)) <= LongestSession
            : Math.Abs(milliseconds - start) <= LongestSession;

    /// <summary>
    /// Whether a part of values is a number that grows by a few with the time at which the sessions came to send it: a clock that counts from a moment of its
    /// own.
    /// </summary>
    public static bool Drift(Column part, Conditions conditions)
    {
        var at = new SortedDictionary<long, (double First, double Last)>();
        for (int i = 0; i < part.Values.Length; i++)
        {
            string value = part.Values[i];
            if (value.Length is < 6 or > 12 || value.Length != part.Values[0].Length || Parse(value, value.All(char.IsAsciiDigit) ? 10 : 36) is not long number)
                return false;
            double sent = conditions.Sessions[part.Sessions[i]].Capture.Exchanges.FirstOrDefault(exchange => exchange.IsModel)?.At ?? 0;
            at[number] = at.TryGetValue(number, out (double First, double Last) known)
                ? (Math.Min(known.First, sent), Math.Max(known.Last, sent))
                : (sent, sent);
        }

        long[] numbers = [.. at.Keys];
        // Where all come at the same time there is no order to be seen.
        bool isSpread = at.Count > 0 && at.Values.Max(one => one.Last) - at.Values.Min(one => one.First) > 5 * Grain;
        return isSpread
            && numbers.Length > 1
            && numbers[^1] - numbers[0] <= MostSteps
            && Enumerable.Range(1, numbers.Length - 1).All(i => at[numbers[i]].First >= at[numbers[i - 1]].Last - Grain);
    }

    private static (long, int, int)? Uuid(string text)
    {
        if (UuidOfTime().Match(text) is not { Success: true } id)
            return null;
        long high = long.Parse(id.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            middle = long.Parse(id.Groups[2].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        long low = long.Parse(id.Groups[4].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        // Versions 1 and 6 count tenths of microseconds from 15 October 1582.
        const long Gregorian = 12_219_292_800_000;
        return id.Groups[3].Value switch
        {
            "7" => ((high << 16) | middle, id.Groups[1].Index, id.Length),
            "1" => ((((low << 48) | (middle << 32) | high) / 10_000) - Gregorian, id.Groups[1].Index, id.Length),
            "6" => ((((high << 28) | (middle << 12) | low) / 10_000) - Gregorian, id.Groups[1].Index, id.Length),
            _ => null,
        };
    }

    private static (long, int, int)? Ulid(string text)
    {
        if (UlidForm().Match(text) is not { Success: true } id)
            return null;
        long milliseconds = 0;
        foreach (char c in id.Groups[1].Value)
            milliseconds = (milliseconds << 5) | (uint)"0123456789ABCDEFGHJKMNPQRSTVWXYZ".IndexOf(char.ToUpperInvariant(c), StringComparison.Ordinal);
        return (milliseconds, id.Groups[1].Index, id.Groups[1].Index + id.Groups[1].Length);
    }

    private static (long, int, int)? Cuid(string text) =>
        CuidForm().Match(text) is { Success: true } id && Parse(id.Groups[1].Value, 36) is long milliseconds
            ? (milliseconds, id.Groups[1].Index, id.Groups[1].Index + 8)
            : null;

    private static (long, int, int)? Base36(string text) =>
        Base36Form().Match(text) is { Success: true } id && Parse(id.Groups[1].Value, 36) is long milliseconds
            ? (milliseconds, id.Groups[1].Index, id.Groups[1].Index + 8)
            : null;

    private static (long, int, int)? Ksuid(string text)
    {
        if (KsuidForm().Match(text) is not { Success: true } id)
            return null;
        BigInteger number = 0;
        foreach (char c in id.Groups[1].Value)
            number = (number * 62) + "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".IndexOf(c, StringComparison.Ordinal);
        number >>= 128;
        return number > uint.MaxValue ? null : (((long)number * 1000) + OfKsuid, id.Groups[1].Index, id.Groups[1].Index + 6);
    }

    private static (long, int, int)? ObjectId(string text) => ObjectIdForm().Match(text) is { Success: true } id
        ? (long.Parse(id.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture) * 1000, id.Groups[1].Index, id.Groups[1].Index + 8) : null;

    // Milliseconds and a counter in 48 bits, as some agents make ids that sort; where the newest comes first, all bits are the others.
    private static (long, int, int)? Counted(string text) => CountedForm().Match(text) is { Success: true } id
        ? ((long.Parse(id.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> 12) & (Cut - 1), id.Groups[1].Index,
            id.Groups[1].Index + 9)
        : null;

    private static (long, int, int)? CountedDown(string text) => Counted(text) is var (milliseconds, from, to) ? (~milliseconds & (Cut - 1), from, to) : null;

    private static (long, int, int)? Number(string text, int digits, int factor)
    {
        int from = Prefix().Match(text).Length;
        return text.Length >= from + digits && text.AsSpan(from, digits) is var number && !number.ContainsAnyExceptInRange('0', '9')
            ? (long.Parse(number, CultureInfo.InvariantCulture) * factor, from, from + digits)
            : null;
    }

    private static long? Parse(string text, int radix)
    {
        long number = 0;
        foreach (char c in text)
        {
            int digit = char.IsAsciiDigit(c) ? c - '0' : char.IsAsciiLetterLower(c) ? c - 'a' + 10 : 99;
            if (digit >= radix)
                return null;
            number = (number * radix) + digit;
        }

        return number;
    }

    [GeneratedRegex(@"\A[A-Za-z]{0,12}[_-]?([0-9a-f]{8})-([0-9a-f]{4})-([167])([0-9a-f]{3})-", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex UuidOfTime();

    [GeneratedRegex(@"\A(?:[A-Za-z]{1,12}[_-])?([0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{9})[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{16}\z", RegexOptions.CultureInvariant,
        20000)]
    private static partial Regex UlidForm();

    [GeneratedRegex(@"\A(?:[A-Za-z]{1,12}[_-])?c([0-9a-z]{8})[0-9a-z]{16}\z", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex CuidForm();

    [GeneratedRegex(@"\A(?:[A-Za-z]{1,12}[_-])?([0-9a-z]{8})", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Base36Form();

    [GeneratedRegex(@"\A(?:[A-Za-z]{1,12}[_-])?([0-9A-Za-z]{27})\z", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex KsuidForm();

    [GeneratedRegex(@"\A(?:[A-Za-z]{1,12}[_-])?([0-9a-f]{8})[0-9a-f]{16}\z", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex ObjectIdForm();

    [GeneratedRegex(@"\A(?:[A-Za-z]{1,12}[_-])?([0-9a-f]{12})", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex CountedForm();

    [GeneratedRegex(@"\A(?:[A-Za-z]{1,12}[_-]?)?", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Prefix();
}
