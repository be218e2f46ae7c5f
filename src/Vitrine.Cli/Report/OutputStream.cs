using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vitrine.Cli.Report;

/// <summary>Where a page goes, and what that can show.</summary>
/// <param name="Writer">The stream.</param>
/// <param name="Width">Columns, or 0 where it is no terminal or one without control sequences.</param>
/// <param name="IsColoured">Whether colours are wanted.</param>
internal sealed partial record OutputStream(TextWriter Writer, int Width, bool IsColoured)
{
    private const int StandardOutput = 1;
    private const int StandardError = 2;
    private const nuint TIOCGWINSZ = 0x5413;

    /// <summary>Standard output, for data.</summary>
    public static OutputStream Data() => Of(Console.Out, StandardOutput, Console.IsOutputRedirected);

    /// <summary>Standard error, for everything else.</summary>
    public static OutputStream Messages() => Of(Console.Error, StandardError, Console.IsErrorRedirected);

    /// <summary>Writes a page in the best form that the stream can show.</summary>
    public void Write(Page page)
    {
        if (Width > 0)
            WriteToTerminal(page);
        else
            PlainPage.Write(Writer, page);
        Writer.Flush();
    }

    // Not inlined: only when this method is compiled is Spectre.Console loaded.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WriteToTerminal(Page page) => TerminalPage.Write(Writer, page, Width, IsColoured);

    private static OutputStream Of(TextWriter writer, int descriptor, bool isRedirected)
    {
        // https://no-color.org: any value that is not empty counts.
        bool isColoured = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        bool isDumb = Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb";
        return new OutputStream(writer, isRedirected || isDumb ? 0 : WidthOf(descriptor), isColoured);
    }

    private static int WidthOf(int descriptor)
    {
        // A terminal that does not know its size says 0; below 40 columns nothing would be left beside the labels.
        var size = default(WindowSize);
        return Ioctl(descriptor, TIOCGWINSZ, ref size) == 0 && size.Columns > 0 ? Math.Max((int)size.Columns, 40) : 80;
    }

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Ioctl(int descriptor, nuint request, ref WindowSize size);

    // struct winsize of ioctl_tty(2).
    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort PixelsAcross;
        public ushort PixelsDown;
    }
}
