//! The bare build model in simu-des, as its guide teaches: a Resource for each model, a
//! process for each ready task. Checks itself against exact makespans, then prints name,
//! tasks and tasks a second of processor time of each workload.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use simu::rng::sample;
use simu::{EnvHandle, Resource, SimEnv};

const SIGMA: f64 = 0.5;
const WORKERS: usize = 4;

struct Column {
    full: bool,
    model: usize,
    reads: Vec<usize>,
}

fn full(reads: Vec<usize>) -> Column {
    Column { full: true, model: usize::MAX, reads }
}

fn cell(model: usize, read: usize) -> Column {
    Column { full: false, model, reads: vec![read] }
}

/// The columns of a workload, and the slots of its models.
fn workload(name: &str) -> (Vec<Column>, Vec<usize>) {
    let mut columns = vec![full(vec![])];
    match name {
        "W1" => columns.extend((0..4).map(|i| cell(0, i))),
        "W2" => {
            columns.extend((0..3).map(|_| cell(0, 0)));
            columns.extend((1..4).map(|i| cell(1, i)));
            columns.push(full(vec![4, 5, 6]));
        }
        _ => {
            columns.extend((0..20).map(|i| cell(i % 4, 0)));
            columns.push(full((1..21).collect()));
        }
    }
    let slots = match name {
        "W1" => vec![16],
        "W2" => vec![16, 16],
        _ => vec![32; 4],
    };
    (columns, slots)
}

/// What is known of a row group: the inputs that each task still needs, and how many
/// tasks are left.
struct Group {
    need: Vec<RefCell<Vec<usize>>>,
    left: Cell<usize>,
}

struct Build {
    env: EnvHandle,
    columns: Vec<Column>,
    down: Vec<Vec<usize>>,
    resources: Vec<Resource>,
    rows: usize,
    groups: usize,
    next: Cell<usize>,
    tasks: Cell<u64>,
    service: Box<dyn Fn(&EnvHandle, &Column) -> f64>,
}

impl Build {
    fn admit(self: &Rc<Self>) {
        if self.next.get() == self.groups {
            return;
        }
        self.next.set(self.next.get() + 1);
        let count = |c: &Column| if c.full { 1 } else { self.rows };
        let need = |c: &Column| {
            let inputs = c.reads.iter().map(|&u| if c.full && !self.columns[u].full { self.rows } else { 1 }).sum();
            RefCell::new(vec![inputs; count(c)])
        };
        let group = Rc::new(Group {
            need: self.columns.iter().map(need).collect(),
            left: Cell::new(self.columns.iter().map(count).sum()),
        });
        for (i, c) in self.columns.iter().enumerate() {
            if c.reads.is_empty() {
                (0..count(c)).for_each(|row| self.start(&group, i, row));
            }
        }
    }

    fn start(self: &Rc<Self>, group: &Rc<Group>, column: usize, row: usize) {
        let (build, group) = (self.clone(), group.clone());
        self.env.spawn(async move {
            let c = &build.columns[column];
            {
                let _slot = build.resources[c.model.min(build.resources.len() - 1)].request().await;
                let time = (build.service)(&build.env, c);
                build.env.timeout(time).await;
            }
            build.complete(&group, column, row);
        });
    }

    fn complete(self: &Rc<Self>, group: &Rc<Group>, column: usize, row: usize) {
        self.tasks.set(self.tasks.get() + 1);
        for &down in &self.down[column] {
            let rows = match (self.columns[down].full, self.columns[column].full) {
                (true, _) => 0..1,
                (false, true) => 0..self.rows,
                (false, false) => row..row + 1,
            };
            for r in rows {
                let mut need = group.need[down].borrow_mut();
                need[r] -= 1;
                if need[r] == 0 {
                    drop(need);
                    self.start(group, down, r);
                }
            }
        }
        group.left.set(group.left.get() - 1);
        if group.left.get() == 0 {
            self.admit();
        }
    }
}

/// Runs a build and returns its makespan and the number of its tasks.
fn run(name: &str, slots: Option<usize>, rows: usize, groups: usize, service: Box<dyn Fn(&EnvHandle, &Column) -> f64>) -> (f64, u64) {
    let (columns, own) = workload(name);
    let mut env = SimEnv::with_seed(1);
    let mut resources: Vec<Resource> = own.iter().map(|&n| Resource::new(slots.unwrap_or(n))).collect();
    resources.push(Resource::new(WORKERS));
    let down = (0..columns.len()).map(|u| (0..columns.len()).filter(|&d| columns[d].reads.contains(&u)).collect()).collect();
    let build = Rc::new(Build {
        env: env.handle(),
        columns,
        down,
        resources,
        rows,
        groups,
        next: Cell::new(0),
        tasks: Cell::new(0),
        service,
    });
    build.admit();
    build.admit();
    env.run();
    (env.now(), build.tasks.get())
}

#[repr(C)]
struct Timespec {
    seconds: i64,
    nanoseconds: i64,
}

unsafe extern "C" {
    fn clock_gettime(clock: i32, time: *mut Timespec) -> i32;
}

/// The seconds of processor time of the process.
fn cpu_time() -> f64 {
    let clock = if cfg!(target_os = "macos") { 12 } else { 2 };
    let mut time = Timespec { seconds: 0, nanoseconds: 0 };
    unsafe { clock_gettime(clock, &mut time) };
    time.seconds as f64 + time.nanoseconds as f64 / 1e9
}

fn main() {
    for (name, want) in [("W1", 100.1), ("W2", 76.2), ("W3", 125.2)] {
        let (got, _) = run(name, Some(16), 100, 4, Box::new(|_, c| if c.full { 0.1 } else { 1.0 }));
        if (got - want).abs() > 1e-6 {
            eprintln!("bench-peers: the model of {name} in simu-des comes to {got}, want {want}");
            std::process::exit(1);
        }
    }
    for name in ["W1", "W2", "W3"] {
        let draw = |env: &EnvHandle, _: &Column| sample::normal(&mut env.rng(), -SIGMA * SIGMA / 2.0, SIGMA).exp();
        let start = cpu_time();
        let (_, tasks) = run(name, None, 1000, 10, Box::new(draw));
        println!("{name} {tasks} {}", tasks as f64 / (cpu_time() - start));
    }
}
