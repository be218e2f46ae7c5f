using Vitrine.Audit.Model;
using Vitrine.Audit.Running;
using Vitrine.Core.Model;
using Xunit;

namespace Vitrine.Tests.Audit.Running;

public sealed class RecordReadingTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 12, 9, 0, 0, TimeSpan.Zero);
    private long _index;

    [Fact]
    public void Programs_know_who_ran_them_and_who_stayed()
    {
        int starts = 0;
        var reading = new RecordReading(new BoxPlaces("/w", "/a", "/h"), () => starts++);
        reading.Add(Run(10, 1, "/usr/bin/node", 5));
        reading.Add(Run(11, 10, "/bin/sh", 6));
        reading.Add(Run(11, 10, "/usr/bin/git", 7));
        reading.Add(Run(12, 1, "/usr/bin/sleep", 8));
        Capture capture = reading.Complete(Empty(), [12, 99]);
        Assert.Equal([(-1, 0.0, false), (0, 1.0, false), (1, 2.0, false), (-1, 3.0, true)],
            capture.Processes.Select(process => (process.Parent, process.At, process.Stayed)));
        Assert.Equal(1, starts);
    }

    [Fact]
    public void What_there_is_too_much_of_is_counted()
    {
        var reading = new RecordReading(new BoxPlaces("/w", "/a", "/h"), static () => { });
        for (int i = 0; i < 6000; i++)
        {
            reading.Add(Run(i + 10, 1, "/bin/x", 1));
            reading.Add(Of(new FileOpened(1, new UnixPath($"/home/u/{i}"), "read", true), 1));
            reading.Add(Of(new FileOpened(1, new UnixPath("/home/u/0"), "read", true), 1));
        }

        reading.Add(Of(new EventsLost("system calls", 3, "late"), 1));
        Capture capture = reading.Complete(Empty(), []);
        Assert.Equal((2000, 5000), (capture.Processes.Count, capture.Reads.Count));
        Assert.Equal(["programs after the first 2000", "3 of system calls: late", "1000 further reads"], capture.Unseen);
    }

    [Fact]
    public void A_socket_at_any_port_may_be_for_questions_or_for_whoever_asks()
    {
        var reading = new RecordReading(new BoxPlaces("/w", "/a", "/h"), static () => { });
        reading.Add(Run(10, 1, "/usr/bin/node", 0));
        reading.Add(Of(new SocketBound(10, "ipv4", "0.0.0.0:0") { IsDatagram = true }, 1));
        reading.Add(Of(new SocketBound(10, "ipv4", "0.0.0.0:5353") { IsDatagram = true }, 1));
        reading.Add(Of(new SocketBound(10, "ipv4", "127.0.0.1:0"), 1));
        Assert.Equal([RecordReading.AnyPort, "udp ipv4 0.0.0.0:5353", "ipv4 127.0.0.1:0"], reading.Complete(Empty(), []).Listeners);
    }

    private static Capture Empty() => new() { Session = "s", Variation = "v", Repetition = 0, ExitStatus = 0, Seconds = 0 };

    private Entry Run(int process, int parent, string program, int second) =>
        Of(new ProgramRun(process, parent, new UnixPath(program), [program], new UnixPath("/"), false), second);

    private Entry Of(Observation what, int second) => new(1, "s", _index++, Start.AddSeconds(second), what);
}
