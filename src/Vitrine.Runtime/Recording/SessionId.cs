using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace Vitrine.Runtime.Recording;

/// <summary>
/// Names a session, such as <c>20261121-141502-k3f9x2</c>: UTC date and time, then six characters, of which the first two are the millisecond and
/// four are random, so that ordinal order is order of time. It is a file name too: only what is exactly of this form is an id.
/// </summary>
public readonly record struct SessionId : IComparable<SessionId>
{
    /// <summary>Length of what stands after the time: enough to tell sessions apart on a line.</summary>
    public const int ShortLength = 6;

    // Crockford's base 32: no i, l, o, u.
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const string TimeFormat = "yyyyMMdd-HHmmss";
    private const int TimeLength = 15, Length = 22;
    private static readonly SearchValues<char> Letters = SearchValues.Create(Alphabet);
    private readonly string? _text;

    private SessionId(string text, DateTimeOffset startedAt)
    {
        _text = text;
        StartedAt = startedAt;
    }

    /// <summary>When the session was named, in whole seconds, UTC.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>Names a session that starts now.</summary>
    public static SessionId New(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        DateTimeOffset now = time.GetUtcNow();
        string text = string.Create(CultureInfo.InvariantCulture,
            $"{now.ToString(TimeFormat, CultureInfo.InvariantCulture)}-{Digits(now.Millisecond)}{RandomNumberGenerator.GetString(Alphabet, 4)}");
        return TryParse(text, out SessionId id) ? id : throw new InvalidOperationException($"The clock's time, {now:O}, names no session.");
    }

    /// <summary>Parses an id; false for whatever is not exactly one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out SessionId id)
    {
        id = default;
        if (text is not { Length: Length } || text[TimeLength] != '-' || text.AsSpan(TimeLength + 1).ContainsAnyExcept(Letters))
            return false;
        if (!DateTimeOffset.TryParseExact(text.AsSpan(0, TimeLength), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
            out DateTimeOffset time))
            return false;
        id = new SessionId(text, time);
        return true;
    }

    /// <summary>The six characters after the time.</summary>
    public string Ending => ToString() is { Length: > ShortLength } text ? text[^ShortLength..] : "";

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";

    /// <inheritdoc/>
    public int CompareTo(SessionId other) => string.CompareOrdinal(ToString(), other.ToString());

    /// <summary>Order of time.</summary>
    public static bool operator <(SessionId left, SessionId right) => left.CompareTo(right) < 0;

    /// <summary>Order of time.</summary>
    public static bool operator >(SessionId left, SessionId right) => left.CompareTo(right) > 0;

    /// <summary>Order of time.</summary>
    public static bool operator <=(SessionId left, SessionId right) => left.CompareTo(right) <= 0;

    /// <summary>Order of time.</summary>
    public static bool operator >=(SessionId left, SessionId right) => left.CompareTo(right) >= 0;

    private static string Digits(int millisecond) => $"{Alphabet[millisecond / 32]}{Alphabet[millisecond % 32]}";
}
