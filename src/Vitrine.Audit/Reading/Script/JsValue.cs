using System.Text;

namespace Vitrine.Audit.Reading.Script;

/// <summary>The value of an expression that is constant, and what was done to get it.</summary>
internal sealed record JsValue
{
    private const int LongestText = 16 << 20;

    /// <summary>A string.</summary>
    public string? Text { get; init; }

    /// <summary>A number.</summary>
    public double? Number { get; init; }

    /// <summary>A buffer or typed array.</summary>
    public byte[]? Bytes { get; init; }

    /// <summary>An array.</summary>
    public IReadOnlyList<JsValue>? Items { get; init; }

    /// <summary>What was done.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>Whether one of the steps is one that is only done to hide.</summary>
    public bool IsDeliberate { get; init; }

    public static JsValue Of(string text) => new() { Text = text };

    public static JsValue Of(double number) => new() { Number = number };

    public JsValue After(string step, JsValue from, bool isDeliberate = false) => this with
    {
        Steps = from.Steps.Count > 0 && from.Steps[^1] == step ? from.Steps : [.. from.Steps.Take(12), step],
        IsDeliberate = from.IsDeliberate || isDeliberate,
    };

    /// <summary>As JavaScript would make a string of it; null for what it makes no sensible one of.</summary>
    public string? AsText() =>
        Text
        ?? (Number is { } number
            ? number.ToString("R", System.Globalization.CultureInfo.InvariantCulture)
            : Bytes is { } bytes
                ? Encoding.UTF8.GetString(bytes)
                : null);

    /// <summary>The bytes of a buffer, or of an array of small numbers; null for what is neither.</summary>
    public byte[]? AsBytes()
    {
        if (Bytes is not null)
            return Bytes;
        if (Items is null || Items.Count == 0)
            return null;
        byte[] bytes = new byte[Items.Count];
        for (int at = 0; at < bytes.Length; at++)
        {
            if (Items[at].Number is not { } number || number is < -128 or > 255 || number != Math.Floor(number))
                return null;
            bytes[at] = (byte)(int)number;
        }

        return bytes;
    }

    /// <summary>The characters of an array of code numbers.</summary>
    public string? AsCodes()
    {
        if (Bytes is not null)
            return Encoding.Latin1.GetString(Bytes);
        if (Items is null)
            return null;
        var text = new StringBuilder(Items.Count);
        foreach (JsValue item in Items)
        {
            if (item.Number is not { } number || number is < 0 or > 0x10FFFF || number != Math.Floor(number))
                return null;
            int point = (int)number;
            if (point is < 0x10000)
                text.Append((char)point);
            else
                text.Append(char.ConvertFromUtf32(point));
        }

        return text.ToString();
    }

    /// <summary>Both, one after the other; null when it would be too long.</summary>
    public static JsValue? Join(JsValue left, JsValue right)
    {
        if (left.Number is { } a && right.Number is { } b)
            return new JsValue { Number = a + b, Steps = left.Steps };
        if (left.AsText() is not { } first || right.AsText() is not { } second || first.Length + (long)second.Length > LongestText)
            return null;
        return new JsValue { Text = first + second }.After("joined",
            left with { Steps = [.. left.Steps, .. right.Steps.Except(left.Steps)], IsDeliberate = left.IsDeliberate || right.IsDeliberate });
    }
}
