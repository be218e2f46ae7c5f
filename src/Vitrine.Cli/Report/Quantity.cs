using System.Globalization;

namespace Vitrine.Cli.Report;

/// <summary>Numbers as a person reads them, the same in every locale.</summary>
internal static class Quantity
{
    /// <summary><c>1,204</c>.</summary>
    public static string Number(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary><c>1 file</c>, <c>1,204 files</c>.</summary>
    public static string Of(long count, string one, string? many = null) => $"{Number(count)} {(count == 1 ? one : many ?? one + "s")}";

    /// <summary>Decimal units, as networks are measured: <c>812 B</c>, <c>118 kB</c>, <c>1.2 MB</c>.</summary>
    public static string Bytes(long bytes)
    {
        if (bytes < 1000)
            return $"{Number(bytes)} B";
        double amount = bytes;
        int unit = -1;
        // 999.5 would be shown as 1000 of the smaller unit.
        while (amount >= 999.5 && unit < 5)
        {
            amount /= 1000;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{amount.ToString(amount < 9.95 ? "0.#" : "0", CultureInfo.InvariantCulture)} {"kMGTPE"[unit]}B");
    }

    /// <summary><c>0.3 s</c>, <c>41 s</c>, <c>3 min 12 s</c>, <c>2 h 5 min</c>.</summary>
    public static string Duration(double seconds)
    {
        // A damaged record may hold anything.
        if (!double.IsFinite(seconds) || seconds is < 0 or > 1e9)
            return "an unknown time";
        if (seconds < 0.0995)
            return string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s");
        if (seconds < 9.95)
            return string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");
        long whole = (long)Math.Round(seconds);
        if (whole < 60)
            return $"{whole} s";
        return whole < 3600
            ? whole % 60 == 0 ? $"{whole / 60} min" : $"{whole / 60} min {whole % 60} s"
            : whole % 3600 < 60 ? $"{Number(whole / 3600)} h" : $"{Number(whole / 3600)} h {whole % 3600 / 60} min";
    }

    /// <summary>The exit status in words where it is one of a signal: <c>exit 137 (SIGKILL)</c>.</summary>
    public static string Exit(int status) =>
        status is > 128 and <= 128 + 64 ? $"exit {status} ({Signals.Name(status - 128)})" : string.Create(CultureInfo.InvariantCulture, $"exit {status}");
}
