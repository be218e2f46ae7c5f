namespace Vitrine.Sandbox.Terminal;

/// <summary>
/// One control sequence after its introducer (ECMA-48 section 5.4): an optional private prefix <c>&lt; = &gt; ?</c>, parameters, intermediate bytes, a final
/// byte. The grammar is strict on purpose. Terminals disagree about what an overflowing number or a misplaced byte means, and such disagreement is how
/// <c>CSI 4294967317 t</c> becomes a title report; what any terminal could read differently is not well formed here.
/// </summary>
internal readonly ref struct ControlSequence
{
    /// <summary>Largest sequence that is held, without introducer. The longest in use, colours of three kinds in one SGR, takes less than 100 bytes.</summary>
    public const int MaximumLength = 256;

    private const int MaximumParameters = 32;
    private const int MaximumValue = short.MaxValue;

    private ControlSequence(byte prefix, ReadOnlySpan<byte> parameters, byte intermediate, byte final)
    {
        Prefix = prefix;
        Parameters = parameters;
        Intermediate = intermediate;
        Final = final;
    }

    /// <summary>The private prefix, or 0.</summary>
    public byte Prefix { get; }

    /// <summary>Digits, semicolons and colons.</summary>
    public ReadOnlySpan<byte> Parameters { get; }

    /// <summary>The one intermediate byte, or 0.</summary>
    public byte Intermediate { get; }

    /// <summary>The byte that names the function.</summary>
    public byte Final { get; }

    /// <summary>How many parameters stand there, empty ones included; 0 when nothing stands there.</summary>
    public int Count => Parameters.IsEmpty ? 0 : 1 + Parameters.Count((byte)';');

    /// <summary>Whether any parameter has colon-separated parts (ITU T.416 colours, styled underlines).</summary>
    public bool HasParts => Parameters.Contains((byte)':');

    /// <summary>Reads a sequence from what stood between introducer and final byte; false when it is not well formed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> body, byte final, out ControlSequence sequence)
    {
        sequence = default;
        byte prefix = 0;
        if (!body.IsEmpty && body[0] is >= (byte)'<' and <= (byte)'?')
        {
            prefix = body[0];
            body = body[1..];
        }

        int end = body.IndexOfAnyExceptInRange((byte)'0', (byte)';');
        ReadOnlySpan<byte> parameters = end < 0 ? body : body[..end];
        ReadOnlySpan<byte> rest = body[parameters.Length..];
        if (rest.Length > 1 || (rest.Length == 1 && rest[0] is < 0x20 or > 0x2F))
            return false;
        sequence = new ControlSequence(prefix, parameters, rest.IsEmpty ? (byte)0 : rest[0], final);
        return AreNumbersSmall(parameters) && sequence.Count <= MaximumParameters;
    }

    /// <summary>
    /// The value of the parameter at <paramref name="index"/>, or <paramref name="missing"/> when it is not there or empty. Its parts are not looked at.
    /// </summary>
    public int ValueAt(int index, int missing = 0)
    {
        ReadOnlySpan<byte> rest = Parameters;
        for (; index > 0; index--)
        {
            int semicolon = rest.IndexOf((byte)';');
            if (semicolon < 0)
                return missing;
            rest = rest[(semicolon + 1)..];
        }

        int value = -1;
        foreach (byte b in rest)
        {
            if (b is (byte)';' or (byte)':')
                break;
            value = (Math.Max(value, 0) * 10) + (b - '0');
        }

        return value < 0 ? missing : value;
    }

    private static bool AreNumbersSmall(ReadOnlySpan<byte> parameters)
    {
        int value = 0;
        int digits = 0;
        foreach (byte b in parameters)
        {
            bool isDigit = b is >= (byte)'0' and <= (byte)'9';
            (value, digits) = isDigit ? ((value * 10) + (b - '0'), digits + 1) : (0, 0);
            if (digits > 5 || value > MaximumValue)
                return false;
        }

        return true;
    }
}
