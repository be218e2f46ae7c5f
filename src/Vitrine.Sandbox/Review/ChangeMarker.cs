using System.Globalization;
using Vitrine.Core.Model;
using Vitrine.Sandbox.Native;

namespace Vitrine.Sandbox.Review;

/// <summary>
/// A moment by the kernel's clock of files. What has a change time from then on was touched since: no program can set a change time back, and comparing two of
/// the same clock asks for no grace.
/// </summary>
public readonly record struct ChangeMarker(long Seconds, uint Nanoseconds)
{
    /// <summary>Before all: everything counts as touched.</summary>
    public static ChangeMarker Beginning => new(long.MinValue, 0);

    /// <summary>Parses what <see cref="ToString"/> gives.</summary>
    public static bool TryParse(string text, out ChangeMarker marker)
    {
        ArgumentNullException.ThrowIfNull(text);
        marker = default;
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !long.TryParse(text.AsSpan(0, dot), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seconds)
            || !uint.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out uint nanoseconds) || nanoseconds > 999_999_999)
            return false;
        marker = new ChangeMarker(seconds, nanoseconds);
        return true;
    }

    /// <summary>When the directory was last changed itself.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">It can't be read.</exception>
    public static ChangeMarker Of(UnixPath directory)
    {
        using Microsoft.Win32.SafeHandles.SafeFileHandle handle = FileAt.OpenTop(directory, followsLinks: true);
        FileStatus status = FileAt.Status(handle, []) ?? throw new System.ComponentModel.Win32Exception(Constants.ENOENT);
        return new ChangeMarker(status.ChangedSeconds, status.ChangedNanoseconds);
    }

    internal bool IsBefore(FileStatus status) =>
        status.ChangedSeconds > Seconds || (status.ChangedSeconds == Seconds && status.ChangedNanoseconds >= Nanoseconds);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Seconds}.{Nanoseconds:D9}");
}
